"""The state guard of `lissome dev` and of tests: finds state that is shared between requests.

docs/guides/state-guard.md describes it for users. Apps get it from `lissome.testing`.
"""

from lissome.state_guard.finding import Finding, FoundText
from lissome.state_guard.guard import StateGuard
from lissome.state_guard.writes.instrumented_modules import InstrumentedModules

__all__ = ["Finding", "FoundText", "InstrumentedModules", "StateGuard"]
