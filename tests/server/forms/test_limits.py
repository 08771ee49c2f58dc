"""The limits of forms: settings, said where they are exceeded; and nothing else is limited."""

from __future__ import annotations

import pytest

from lissome.errors import FrameworkError
from server.forms.bodies import MULTIPART, URLENCODED, part
from server.forms.reading import read
from server.forms.test_multipart import END

TEXT = part('name="a"', "1")
FILE = part('name="a"; filename="a"', "1")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (URLENCODED, b"&".join([b"a=1"] * 5000)),
        (MULTIPART, TEXT * 5000 + END),
        (MULTIPART, FILE * 5000 + END),
    ],
    ids=["urlencoded", "texts", "files"],
)
async def test_fields(content_type: str, body: bytes) -> None:
    async with read(content_type, body, limit=5000).form() as form:
        assert len(form.multi_items()) == 5000
    with pytest.raises(FrameworkError) as refused:
        await read(content_type, body, limit=4999).form()
    assert (refused.value.status, refused.value.text) == (413, "Payload Too Large")
    assert str(refused.value) == (
        "the form has more than 4999 fields, the limit: [tool.lissome] form_fields_limit "
        "(or LISSOME_FORM_FIELDS_LIMIT)"
    )


@pytest.mark.parametrize(
    ("content_type", "start", "end"),
    [(URLENCODED, b"a=", b""), (MULTIPART, part('name="a"', "")[:-2], b"\r\n" + END)],
)
async def test_a_long_text(content_type: str, start: bytes, end: bytes) -> None:
    async with read(content_type, start, *[b"x" * 65536] * 80, end).form() as form:
        assert form["a"] == "x" * 65536 * 80


async def test_limits_that_the_app_asks_for() -> None:
    """Starlette's arguments."""
    body = TEXT + FILE + TEXT + FILE + END
    for arguments, says in [
        ({"max_fields": 1}, "more than 1 texts, the limit in request.form(max_fields=…)"),
        ({"max_files": 1}, "more than 1 files, the limit in request.form(max_files=…)"),
        ({"max_part_size": 0}, "a text of more than 0 bytes, the limit in request.form(max_part_size=…)"),
    ]:
        with pytest.raises(FrameworkError) as refused:
            await read(MULTIPART, body).form(**arguments)
        assert (refused.value.status, str(refused.value)) == (413, f"the form has {says}")
    async with read(MULTIPART, body).form(max_fields=2, max_files=2, max_part_size=1) as form:
        assert len(form.multi_items()) == 4


async def test_what_is_no_field_is_not_counted() -> None:
    form = await read(URLENCODED, b"&" * 100_000 + b"a=1&", limit=1).form()
    assert form.multi_items() == [("a", "1")]


async def test_many_names_cost_what_they_are() -> None:
    """Not the square of their number: 10 000 are the default limit."""
    names = b"&".join(b"name%d=%d" % (number, number) for number in range(10_000))
    form = await read(URLENCODED, names, limit=10_000).form()
    assert form["name9999"] == "9999"
