def load(event):
    event.set_headers({"X-Mixed-Case": "yes", "cache-control": "max-age=60"})
    event.set_headers({"Server-Timing": "a;dur=1"})
    event.set_headers({"server-timing": "b;dur=2"})
