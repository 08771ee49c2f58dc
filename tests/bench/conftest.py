import sys
from pathlib import Path

import pytest

from support.apps import Apps

# The scripts of `bench/` import `harness` from the folder they lie in; so do their tests.
sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))


@pytest.fixture(scope="session")
def streaming_app(apps: Apps) -> Path:
    """The app of `make abandon` and `make upload`, built."""
    import abandon

    return abandon.build_app(apps)
