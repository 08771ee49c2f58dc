from lissome import RequestEvent

from lib.server.access import sign_in_first


def guard(event: RequestEvent) -> None:
    sign_in_first(event)
