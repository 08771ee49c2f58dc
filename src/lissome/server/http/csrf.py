"""Cross-site request forgery: who may send a form? Pure functions.

Source: SvelteKit 3.2, `runtime/server/csrf.js` (rule, not code).
"""

from __future__ import annotations

from collections.abc import Collection

_MUTATING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_FORM_TYPES = frozenset(
    {
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain",
        "application/x-sveltekit-formdata",
    }
)


def is_form_content_type(content_type: str | None) -> bool:
    """Whether a browser would send this from another site without asking first."""
    return content_type is not None and content_type.partition(";")[0].strip().lower() in _FORM_TYPES


def is_csrf_forbidden(
    *,
    method: str,
    content_type: str | None,
    request_origin: str | None,
    self_origin: str,
    trusted_origins: Collection[str],
) -> bool:
    """Whether a request could be a form that another site made a user send.

    A missing content type counts as a form, and a missing Origin as a foreign one: browsers always send it
    with these methods.
    """
    return (
        method in _MUTATING
        and (not content_type or is_form_content_type(content_type))
        and request_origin != self_origin
        and (not request_origin or request_origin not in trusted_origins)
        and "*" not in trusted_origins
    )
