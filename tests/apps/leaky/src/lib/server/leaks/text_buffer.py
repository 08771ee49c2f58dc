"""A text file in memory."""

import io

journal = io.StringIO()


def write(item):
    journal.write(f"{item}\n")  # LEAK kept, growth, shared
