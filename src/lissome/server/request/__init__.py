"""One request's parts: what came in, what the response is becoming, and what the app sees of both."""
