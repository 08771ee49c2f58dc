"""Imported by the first request that needs it."""

PLURALS = {"mouse": "mice"}
RULES = [("y", "ies"), ("s", "ses")]
