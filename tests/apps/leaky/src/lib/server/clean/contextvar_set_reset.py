"""Set and reset, in a context manager."""

from contextlib import contextmanager
from contextvars import ContextVar

tenant = ContextVar("tenant", default="public")


@contextmanager
def as_tenant(name):
    token = tenant.set(name)
    try:
        yield
    finally:
        tenant.reset(token)


def use(event):
    with as_tenant(event.locals.user):
        return tenant.get()
