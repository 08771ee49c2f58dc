"""The writes of the app's code: instrumented on import, recorded by request, and matched with changes."""
