"""Tuples and strings cannot change, but the name can."""

history = ()
report = ""


def saw(item):
    global history, report
    history = (*history, item)  # LEAK kept, growth, shared
    report += f"{item}\n"  # LEAK kept, growth, shared
