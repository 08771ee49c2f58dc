"""Resources that a request leaves in the process: tasks, threads, open files, changed settings, live events.

`resource_tracker.ResourceTracker` reports them; every other module watches one kind of resource, by replacing
the few functions that make it. All of them are put back when the guard is removed.
"""
