"""What a multipart body means beyond the fifty of `bodies.py`, and what is refused, with its reason."""

from __future__ import annotations

import base64
import gc

import pytest
from starlette.datastructures import FormData

from lissome.errors import FrameworkError
from server.forms.bodies import MULTIPART, Value, multipart, part
from server.forms.reading import read
from server.forms.test_bodies import meaning

END = b"--x--\r\n"


async def items(parts: bytes) -> tuple[tuple[str, Value], ...]:
    async with read(MULTIPART, parts + END).form() as form:
        return await meaning(form)


async def refusal(content_type: str, body: bytes) -> str:
    with pytest.raises(FrameworkError) as refused:
        await read(content_type, body).form()
    assert (refused.value.status, refused.value.text) == (400, "Bad Request")
    return str(refused.value)


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ('name="f"; filename="a"; filename*=UTF-8\'en\'b', ("f", ("b", "text/plain", b"1"))),
        ('name="f"; filename*=utf-8\'\'b; filename="a"', ("f", ("b", "text/plain", b"1"))),
        ("name=\"f\"; filename*=ISO-8859-1''%e9", ("f", ("é", "text/plain", b"1"))),
        ("name=\"f\"; filename*=UTF-8''%e9", ("f", ("\ufffd", "text/plain", b"1"))),
        ('filename="a"; name="f"', ("f", ("a", "text/plain", b"1"))),
        ('name="a"; name="b"', ("a", "1")),
        ('name="f"; filename="a"; filename="b"', ("f", ("a", "text/plain", b"1"))),
        ('name="a";', ("a", "1")),
        (' name="a"  ;  other="b"  ', ("a", "1")),
        ('name="a;b\\"', ("a;b\\", "1")),
        ('name="f"; filename="q\\"uote\\".txt"', ("f", ('q"uote".txt', "text/plain", b"1"))),
        ('name="f"; filename="a"\r\nContent-Type: image/PNG; q=1', ("f", ("a", "image/PNG; q=1", b"1"))),
        ('name="f"; filename="a"\r\nContent-Type:', ("f", ("a", "", b"1"))),
        ('name="_charset_"', ("_charset_", "1")),
        ('name="a"\r\nContent-Type: text/plain; charset=utf-16', ("a", "1")),
        ('name="a"\r\nContent-Disposition: form-data; name="b"', ("a", "1")),
        ('name="a"\r\nContent-Transfer-Encoding: quoted-printable', ("a", "1")),
        ('name="a"\r\nContent-Transfer-Encoding: 8bit', ("a", "1")),
    ],
)
async def test_headers_of_parts(head: str, field: tuple[str, Value]) -> None:
    assert await items(part(head, "1")) == (field,)


async def test_a_line_that_begins_like_a_delimiter() -> None:
    assert await items(part('name="a"', "1\r\n--xy\r\n--")) == (("a", "1\r\n--xy\r\n--"),)


async def test_base64() -> None:
    content = bytes(range(256)) * 3
    for text in (
        base64.b64encode(content),
        base64.encodebytes(content),
        base64.b64encode(content).rstrip(b"="),
    ):
        file = part('name="f"; filename="a"\r\nContent-Transfer-Encoding: BASE64', text)
        assert await items(file) == (("f", ("a", "text/plain", content)),)
    assert await items(part('name="a"\r\nContent-Transfer-Encoding: base64', "aGk")) == (("a", "hi"),)


DISPOSITION = "Content-Disposition: form-data"


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (part('filename="a"', "1"), "a part has no name in its Content-Disposition"),
        (b"--x\r\n\r\n1\r\n", "a part has no header Content-Disposition: form-data"),
        (b"--x\r\nContent-Type: text/plain\r\n\r\n1\r\n", "no header Content-Disposition"),
        (b'--x\r\nContent-Disposition: attachment; name="a"\r\n\r\n1\r\n', "no header Content-Disposition"),
        (b'--x\r\nContent-Disposition: form-data-x; name="a"\r\n\r\n1\r\n', "no header Content-Disposition"),
        (part('name="a" b', "1"), "a part has a Content-Disposition that cannot be read"),
        (part('name="a', "1"), "a part has a Content-Disposition that cannot be read"),
        (part('name="a"; filename*=b', "1"), "filename* that is not of the form UTF-8''name"),
        (part("name=\"a\"; filename*=utf-7''b", "1"), "filename* that is not of the form UTF-8''name"),
        (part('name="a"', "1").replace(b"\r\n", b"\n"), "malformed form data"),
        (f"--x\r\nno colon\r\n{DISPOSITION}\r\n\r\n1\r\n".encode(), "malformed form data"),
        (part('name="a"\r\nContent-Transfer-Encoding: base64', "a"), "malformed form data"),
        (part('name="a"\r\nContent-Transfer-Encoding: base64', "!!!!"), "malformed form data"),
        (part('name="a"' + "\r\nX-A: 1" * 40, "1"), "Maximum header count exceeded"),
        (part('name="' + "a" * 20_000 + '"', "1"), "Maximum header size exceeded"),
    ],
)
async def test_malformed(parts: bytes, says: str) -> None:
    assert says in await refusal(MULTIPART, parts + END)


@pytest.mark.parametrize(
    ("tail", "came"),
    [(b"", 1), (b"--", 1), (b"--x", 1), (b"--x-", 1), (b"--x\r\n", 2), (b"--y--\r\n", 1), (b"--X--\r\n", 1)],
)
async def test_incomplete(tail: bytes, came: int) -> None:
    body = part('name="a"', "1") + part('name="b"', "2") + tail
    assert await refusal(MULTIPART, body) == (
        f"incomplete form data: the body ends before its closing delimiter; {came} whole parts came"
    )


@pytest.mark.parametrize(
    ("content_type", "says"),
    [
        ("multipart/form-data", "has no boundary"),
        ("multipart/form-data; boundary=", "has no boundary"),
        ('multipart/form-data; boundary=""', "has no boundary"),
        ("multipart/form-data; boundary=" + "x" * 300, "Boundary length 300"),
        ("multipart/form-data; boundary=y", "incomplete form data"),
    ],
)
async def test_boundaries(content_type: str, says: str) -> None:
    assert says in await refusal(content_type, part('name="a"', "1") + END)


@pytest.mark.parametrize(
    "content_type", ["Multipart/Form-Data; Boundary=x", 'multipart/form-data;boundary="x" ']
)
async def test_ways_to_write_the_type(content_type: str) -> None:
    async with read(content_type, part('name="a"', "1") + END).form() as form:
        assert form["a"] == "1"


async def test_parts_that_look_like_the_end_of_others() -> None:
    """A boundary that begins like another's delimiter."""
    body = multipart("", part('name="a"', "1\r\n--x", "x-"), boundary="x-")
    async with read("multipart/form-data; boundary=x-", body.data).form() as form:
        assert await meaning(form) == (("a", "1\r\n--x"),)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/json", "multipart/mixed; boundary=x", None]
)
async def test_another_type_gives_an_empty_form(content_type: str | None) -> None:
    assert await read(content_type, b"a=1").form() == FormData()


async def test_a_form_is_read_once() -> None:
    request = read(MULTIPART, part('name="a"', "1") + END)
    assert await request.form() is await request.form()


async def test_a_form_of_a_body_that_was_read() -> None:
    request = read(MULTIPART, part('name="a"', "1") + END)
    await request.body()
    assert (await request.form())["a"] == "1"


async def test_nothing_waits_for_the_garbage_collector() -> None:
    gc.collect()
    gc.disable()
    try:
        async with read(MULTIPART, part('name="f"; filename="a"', "1") + END).form():
            pass
        with pytest.raises(FrameworkError):
            await read(MULTIPART, b"--x").form()
        assert not [each for each in gc.get_objects() if type(each).__name__ in ("MultipartReader", "Upload")]
    finally:
        gc.enable()
