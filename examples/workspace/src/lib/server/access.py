"""Who may enter a folder of routes: the `guard.py` files in src/routes call these."""

from urllib.parse import quote

from lissome import RequestEvent, error, redirect


def sign_in_first(event: RequestEvent) -> None:
    """For pages: whoever is not signed in is sent to do so, and comes back afterwards."""
    if event.locals.user is None:
        wanted = event.url.pathname + event.url.search
        redirect(303, f"/login?redirect_to={quote(wanted, safe='/')}")


def signed_in_only(event: RequestEvent) -> None:
    """For the API, where there is nobody to be sent anywhere."""
    if event.locals.user is None:
        error(401, "Sign in to use the API.")
