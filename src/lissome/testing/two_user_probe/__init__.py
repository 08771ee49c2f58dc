"""The two-user probe: may one user see anything of another?

It needs no knowledge of the app. It sends requests as several users to every route, in turns and all at once,
full of values that occur nowhere else, and looks for them where they must not be.
"""

from lissome.testing.two_user_probe.report import Leak, LeakError, ProbeReport, TargetResult
from lissome.testing.two_user_probe.run import probe

__all__ = ["Leak", "LeakError", "ProbeReport", "TargetResult", "probe"]
