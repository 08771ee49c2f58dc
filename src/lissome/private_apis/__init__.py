"""The private parts of other packages that lissome uses, one module for each package.

Each module names what it uses, the version that it was tested with, and what breaks if the other package
changes it. `tests/private_apis/` checks every assumption, and pyproject.toml caps the versions.
"""
