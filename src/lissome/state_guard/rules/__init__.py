"""The rules that decide which changes are leaks: `leak_rules` is the entry."""
