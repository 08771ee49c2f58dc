"""Made once, when the app starts, and read by every request."""
