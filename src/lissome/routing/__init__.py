"""Which route does a path belong to? Pure: no I/O, no app code."""
