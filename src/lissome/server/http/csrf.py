"""Cross-site request forgery: which requests another site may have made a user send.

The rule is that of SvelteKit 3.2, `runtime/server/csrf.js` (rule, not code). Add a rule here:
`is_forbidden`, by which `respond.py` answers 403, has the method and all header fields.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

_MUTATING: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_FORM_TYPES: Final = frozenset(
    {
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain",
        "application/x-sveltekit-formdata",
    }
)


def is_form_content_type(content_type: str | None) -> bool:
    """True if a browser sends this type to another site without asking it first."""
    return content_type is not None and content_type.partition(";")[0].strip().lower() in _FORM_TYPES


def is_forbidden(
    method: str, headers: Mapping[bytes, bytes], *, own_origin: str, trusted_origins: Collection[str]
) -> bool:
    """True if a request could be a form that another site made a user send.

    A missing Content-Type counts as a form, and a missing Origin as a foreign one: with these methods
    browsers always send it.

    Args:
        headers: names in lower case.
        own_origin: the app's, as the browser knows it.
        trusted_origins: kit's `csrf.trustedOrigins`; ``*`` trusts all.
    """
    content_type = headers.get(b"content-type", b"").decode("latin-1")
    origin = headers.get(b"origin", b"").decode("latin-1")
    return (
        method in _MUTATING
        and (not content_type or is_form_content_type(content_type))
        and origin != own_origin
        and (not origin or origin not in trusted_origins)
        and "*" not in trusted_origins
    )
