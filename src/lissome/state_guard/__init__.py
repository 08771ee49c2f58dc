"""The state guard of `lissome dev` and of tests: catches state that is shared between requests.

docs/guides/state-guard.md is its description for users.
"""

from lissome.state_guard.finding import Finding, FoundText
from lissome.state_guard.guard import StateGuard

__all__ = ["Finding", "FoundText", "StateGuard"]
