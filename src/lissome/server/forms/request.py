"""Starlette's request, whose forms are read as browsers send them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from math import inf
from typing import Any, Final

from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile

from lissome.described import quoted
from lissome.errors import FrameworkError
from lissome.private_apis.starlette import AwaitableForm, awaitable_form, form_if_read, keep_form
from lissome.server.forms.limits import FormLimits
from lissome.server.forms.multipart import MultipartReader, malformed
from lissome.server.forms.urlencoded import parse_urlencoded
from lissome.server.request.json_body import JsonRequest

MULTIPART: Final = "multipart/form-data"
URLENCODED: Final = "application/x-www-form-urlencoded"

Items = list[tuple[str, str | UploadFile]]
MakeForm = Callable[[Items], FormData]


class FormRequest(JsonRequest):
    """A request as the app sees it.

    Args:
        fields_limit: how many fields a form may have.
        make_form: makes the form of its fields.
    """

    def __init__(
        self,
        scope: Any,
        receive: Any,
        *,
        fields_limit: int,
        make_form: MakeForm = FormData,
    ) -> None:
        super().__init__(scope, receive)
        self._fields_limit = fields_limit
        self._make_form = make_form

    def form(
        self, *, max_files: float = inf, max_fields: float = inf, max_part_size: float = inf
    ) -> AwaitableForm:
        """Read the form; see Starlette's `Request.form`, whose limits apply if they are given.

        A body that is neither of the two types of a form gives an empty one.

        Raises:
            FrameworkError: 400, the form is malformed or incomplete; 413, it exceeds a limit.
        """
        limits = FormLimits(self._fields_limit, max_fields, max_files, max_part_size)
        return awaitable_form(self._read_form(limits))

    async def _read_form(self, limits: FormLimits) -> FormData:
        form = form_if_read(self)
        if form is None:
            form = keep_form(self, self._make_form(await self._read_items(limits)))
        return form

    async def _read_items(self, limits: FormLimits) -> Items:
        kind, parameters = _parse_content_type(self.headers.get("content-type"))
        if kind == URLENCODED:
            return list(parse_urlencoded(await self.body(), limits))
        if kind != MULTIPART:
            return []
        boundary = parameters.get(b"boundary")
        if not boundary:
            raise malformed(f"the content type {MULTIPART} has no boundary; clients set it with the body")
        async with aclosing(self.stream()) as stream:
            return await MultipartReader(boundary, limits).read(stream)


def is_form(content_type: str | None) -> bool:
    """True for one of the two types of a form."""
    return _parse_content_type(content_type)[0] in (URLENCODED, MULTIPART)


def not_a_form(content_type: str | None) -> FrameworkError:
    """Return the failure of an action whose request is no form."""
    sent = quoted(content_type or "a body without a type")
    return FrameworkError(
        415,
        "Unsupported Media Type",
        f"form actions take what a <form> sends ({URLENCODED} or {MULTIPART}), not {sent}; "
        "JSON is for a +server.py",
    )


def _parse_content_type(header: str | None) -> tuple[str, dict[bytes, bytes]]:
    kind, parameters = parse_options_header(header)
    return kind.decode("latin-1"), parameters
