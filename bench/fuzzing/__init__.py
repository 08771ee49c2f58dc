"""Random and mutated requests for the running demo, and the judgement of what comes back; see `fuzz.py`."""
