"""What the endpoints of the JSON API share: reading input, and answering what went wrong.

Every error is ``{"message": …}``; for input that does not fit also ``"errors": {field: message}``.
"""

from typing import TypeVar

from lissome import RequestEvent, Response, json
from pydantic import BaseModel, ValidationError

from lib.server.services.user_service import EmailTaken, NotAllowed

Model = TypeVar("Model", bound=BaseModel)


async def read(event: RequestEvent, model: type[Model]) -> Model:
    """The request's body as `model`.

    Raises:
        pydantic.ValidationError: it is not JSON, or does not fit.
    """
    return model.model_validate_json(await event.request.body())


def not_found() -> Response:
    """404."""
    return json({"message": "There is no such user."}, status=404)


def refused(failure: ValidationError | EmailTaken | NotAllowed) -> Response:
    """The answer to input that does not fit, to an address in use, and to what the caller may not do."""
    if isinstance(failure, NotAllowed):
        return json({"message": str(failure)}, status=403)
    if isinstance(failure, EmailTaken):
        return _unprocessable({"email": "This address is in use."})
    problems = failure.errors(include_url=False, include_context=False, include_input=False)
    return _unprocessable(
        {".".join(str(part) for part in problem["loc"]) or "body": problem["msg"] for problem in problems}
    )


def _unprocessable(errors: dict[str, str]) -> Response:
    return json({"message": "The input does not fit.", "errors": errors}, status=422)
