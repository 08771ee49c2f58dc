"""A typed body, `async def POST(event, note: NewNote)`: JSON, or a form if it is a model."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from starlette.requests import Request

from lissome.described import quoted
from lissome.errors import FrameworkError
from lissome.server.forms.nesting import group
from lissome.server.forms.rejection import errors_by_field
from lissome.server.forms.request import MULTIPART, URLENCODED, is_form
from lissome.server.inputs.form import TypedForm
from lissome.server.request.input_error import InputError, UnfitInput
from lissome.server.request.json_body import JsonRequest

# `application/json`, and what is JSON too by RFC 6839 section 3.1: `application/ld+json`.
_JSON: Final = re.compile(r"\s*application/(?:[\w.!#$&^-]+\+)?json\s*(?:;|$)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class TypedBody:
    """The body that an endpoint takes.

    Attributes:
        form: its type; a form is taken if that is a model.
        validate_json: of `json_validator`.
    """

    form: TypedForm
    validate_json: Callable[[str], Any]

    async def read(self, request: JsonRequest) -> Any:
        """Return the value of a request's body.

        Raises:
            InputError: 400, it is malformed; 413, it is too large; 415, it is neither JSON nor a form;
                422, it does not fit.
        """
        try:
            return await self._read(request)
        except InputError:
            raise
        except FrameworkError as failure:  # as JSON too
            raise InputError(failure.status, failure.text, str(failure), level=failure.level) from failure

    async def _read(self, request: JsonRequest) -> Any:
        content_type = request.headers.get("content-type")
        takes_forms = bool(self.form.shape.models)
        if takes_forms and is_form(content_type):
            return await self._read_form(request)
        if self.form.is_optional and not await request.body():
            return None
        if content_type is None or not _JSON.match(content_type):
            raise _unsupported(content_type, takes_forms=takes_forms)
        return await request.json_by(self.validate_json)

    async def _read_form(self, request: Request) -> Any:
        try:
            return self.form.validate(group(await request.form()))
        except ValidationError as failure:
            errors = errors_by_field(failure, self.form.shape)
            raise UnfitInput(422, errors, "the request's form") from failure


def _unsupported(content_type: str | None, *, takes_forms: bool) -> InputError:
    form = f", or a form ({URLENCODED} or {MULTIPART})" if takes_forms else ""
    sent = quoted(content_type or "a body without a type")
    return InputError(
        415, "Unsupported Media Type", f"the endpoint takes JSON (application/json){form}, not {sent}"
    )
