"""The app's source code: names, scopes, comments, and the names of methods that write."""
