"""Cookies of a user in the jar of everybody's client."""

import httpx

api = httpx.Client(base_url="http://upstream.invalid")


def use(event):
    api.cookies.set("session", event.cookies.get("user") or "none")  # LEAK kept, shared
    return len(api.cookies)
