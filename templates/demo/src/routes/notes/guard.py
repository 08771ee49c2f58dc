from urllib.parse import quote

from lissome import redirect

from lib.server.app import Event


def guard(event: Event) -> None:
    """This folder, and all below it, is for those who are signed in."""
    if event.locals.user is None:
        wanted = event.url.pathname + event.url.search
        redirect(303, f"/login?redirect_to={quote(wanted, safe='')}")
