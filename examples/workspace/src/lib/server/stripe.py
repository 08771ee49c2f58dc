"""Stripe's webhook signatures: https://docs.stripe.com/webhooks#verify-manually."""

import hashlib
import hmac
import time

TOLERANCE = 300
"""Seconds that a signature may be old (or early). What is older may be a replay."""


class SignatureError(Exception):
    """The request is not, or no longer, one that Stripe sent."""


def verify(payload: bytes, header: str, secret: str, *, at: float | None = None) -> None:
    """Check the Stripe-Signature header of a request.

    Args:
        payload: the body exactly as it came.
        header: for example ``t=1700000000,v1=5257a8…``; several ``v1`` occur while a secret is being changed.
        secret: the endpoint's signing secret.
        at: Unix time to judge by; the present if None.

    Raises:
        SignatureError: header malformed, signature wrong, or outside the tolerance.
    """
    timestamp, signatures = _parse(header)
    if not any(hmac.compare_digest(sign(payload, timestamp, secret), given) for given in signatures):
        raise SignatureError("no signature matches the payload")
    if abs((time.time() if at is None else at) - timestamp) > TOLERANCE:
        raise SignatureError(f"the timestamp is more than {TOLERANCE} seconds away from now")


def sign(payload: bytes, timestamp: int, secret: str) -> str:
    """The signature (scheme v1, hex) of a payload."""
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + payload, hashlib.sha256).hexdigest()


def _parse(header: str) -> tuple[int, list[str]]:
    pairs = [part.strip().partition("=") for part in header.split(",")]
    timestamps = [value for key, _, value in pairs if key == "t"]
    signatures = [value for key, _, value in pairs if key == "v1" and value.isascii()]
    if len(timestamps) != 1 or not (timestamps[0].isascii() and timestamps[0].isdigit()) or not signatures:
        raise SignatureError("the Stripe-Signature header needs one t=<Unix time> and at least one v1=<hex>")
    return int(timestamps[0]), signatures
