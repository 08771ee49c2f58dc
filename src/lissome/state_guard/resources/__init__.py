"""What a request leaves behind in the process: tasks, threads, open files, changed settings, live events.

`census.Leftovers` counts; every other module watches one kind of thing, by standing in the place of the few
functions that make it. All of them are put back when the guard goes.
"""

from lissome.state_guard.resources.resource_tracker import ResourceTracker

__all__ = ["ResourceTracker"]
