"""The objects of the app: what they hold, which can be reached from its modules, and what has changed."""
