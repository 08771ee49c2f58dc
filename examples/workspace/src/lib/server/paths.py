"""Where to go next, when the browser says where."""

from urllib.parse import quote


def local_path(wanted: str | None, otherwise: str) -> str:
    """`wanted` if it is a path of this site, else `otherwise`: nobody is sent away by a crafted link.

    What cannot stand in a header is percent-encoded.
    """
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return otherwise
    return quote(wanted, safe="/?#[]@!$&'()*+,;=:%")
