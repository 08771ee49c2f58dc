"""The two-user probe: may one user see anything of another?

It needs no knowledge of the app. It sends requests as several users to every route, in turns and all at once,
full of values that occur nowhere else, and looks for them where they must not be.
"""

from lissome.testing.probing.report import Asked, Crossing, Leak, Report
from lissome.testing.probing.run import probe

__all__ = ["Asked", "Crossing", "Leak", "Report", "probe"]
