"""The two-user probe: a test whether one user can see anything of another.

It needs no knowledge of the app: it sends requests as several users to every route, in turns and all at once,
full of values that occur nowhere else, and searches other users' answers and the app's state for them.
"""

from lissome.testing.two_user_probe.report import Leak, LeakError, ProbeReport, TargetResult
from lissome.testing.two_user_probe.run import probe

__all__ = ["Leak", "LeakError", "ProbeReport", "TargetResult", "probe"]
