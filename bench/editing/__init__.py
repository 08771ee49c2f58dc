"""How soon an edit shows in development: the apps, the edits and the starts that bench/edit.py measures."""
