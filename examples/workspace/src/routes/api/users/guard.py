from lissome import RequestEvent

from lib.server.access import signed_in_only


def guard(event: RequestEvent) -> None:
    signed_in_only(event)
