"""Credentials as a property of everybody's client."""

import httpx

from lib.server.accounts import account_of


class Gateway:
    def __init__(self):
        self.http = httpx.AsyncClient()


gateway = Gateway()


def use(event):
    gateway.http.auth = (account_of(event).email, "secret")  # LEAK kept, shared
    return True
