import sys
from pathlib import Path

# The scripts import each other from the folder they lie in; so do their tests.
sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
