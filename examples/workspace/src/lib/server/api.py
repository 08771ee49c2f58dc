"""What the endpoints of the JSON API share: answering what went wrong.

Every error is ``{"message": …}``; for input that does not fit also ``"errors": {field: message}``. Input that
is not of the type that a handler asks for is answered by lissome, in the same form.
"""

from typing import NoReturn

from lissome import Response, error, json

from lib.server.services.user_service import EmailTaken, NotAllowed


def nobody() -> NoReturn:
    """404."""
    error(404, "There is no such user.")


def refused(failure: EmailTaken | NotAllowed) -> Response:
    """The answer to an address in use, and to what the caller may not do."""
    if isinstance(failure, NotAllowed):
        return json({"message": str(failure)}, status=403)
    errors = {"email": "This address is in use."}
    return json({"message": "The input does not fit.", "errors": errors}, status=422)
