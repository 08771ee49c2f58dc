"""The state guard of `lissome dev` and of tests: catches state that is shared between requests.

docs/guides/state-guard.md is its description for users.
"""

from lissome.state_guard.finding import Finding, Kept
from lissome.state_guard.guard import Guard

__all__ = ["Finding", "Guard", "Kept"]
