"""Fifty bodies of forms as browsers and other clients send them, with what they mean."""

from __future__ import annotations

from dataclasses import dataclass

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
CHROME = "----WebKitFormBoundaryZpLk3Y8mQ2vN7sTd"
FIREFOX = "---------------------------41184676334188261863211945187"
CURL = "------------------------d74496d66958873e"

Value = str | tuple[str, str, bytes]
"""A text; or a file's name, type and content."""


@dataclass(frozen=True, slots=True)
class Body:
    """A complete body.

    Attributes:
        fields: what it means.
    """

    name: str
    type: str
    data: bytes
    fields: tuple[tuple[str, Value], ...]

    @property
    def complete_from(self) -> int:
        """How many of its first bytes are a complete form: up to the end of the closing delimiter."""
        if self.type == URLENCODED:
            return 0
        delimiter = b"--" + self.type.partition("boundary=")[2].strip('"').encode() + b"--"
        return self.data.rindex(delimiter) + len(delimiter)


def encoded(name: str, data: bytes, *fields: tuple[str, str]) -> Body:
    """A body of a form without files."""
    return Body(name, URLENCODED, data, fields)


def part(head: str, content: bytes | str, boundary: str = "x") -> bytes:
    """One part; `head` is what follows ``form-data; `` and may have further headers after line ends."""
    data = content.encode() if isinstance(content, str) else content
    return f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + data + b"\r\n"


def multipart(
    name: str,
    parts: bytes,
    *fields: tuple[str, Value],
    boundary: str = "x",
    before: bytes = b"",
    after: bytes = b"\r\n",
    type_: str | None = None,
) -> Body:
    """A body of these parts, and the closing delimiter."""
    data = before + parts + f"--{boundary}--".encode() + after
    return Body(name, type_ or f"multipart/form-data; boundary={boundary}", data, fields)


OCTETS = "application/octet-stream"
BINARY = bytes(range(256))
NEAR = b"\r\n--\r\n-x\r\n--y\r\n-- x\r\r\n--\n\r\n\r\n"
"""What looks like a delimiter for a while."""

BODIES: tuple[Body, ...] = (
    # -- urlencoded
    encoded("nothing", b""),
    encoded("one field", b"a=1", ("a", "1")),
    encoded("three fields", b"name=Ann&age=36&city=Rome", ("name", "Ann"), ("age", "36"), ("city", "Rome")),
    encoded("spaces", b"q=one+two%20three", ("q", "one two three")),
    encoded("an escaped plus", b"q=1%2B1", ("q", "1+1")),
    encoded("escaped UTF-8", b"name=%E3%81%82%E3%81%84", ("name", "あい")),
    encoded("raw UTF-8", "name=あい&né=ü".encode(), ("name", "あい"), ("né", "ü")),
    encoded("an emoji, in both ways", "e=😀&f=%F0%9F%98%80".encode(), ("e", "😀"), ("f", "😀")),
    encoded("escapes that are none", b"a=%zz&b=%4&c=%", ("a", "%zz"), ("b", "%4"), ("c", "%")),
    encoded("no UTF-8", b"a=%E9&b=\xe9x", ("a", "\ufffd"), ("b", "\ufffdx")),
    encoded("empty pairs", b"&a=1&&b=2&", ("a", "1"), ("b", "2")),
    encoded("without a value", b"a&b=&=c&=", ("a", ""), ("b", ""), ("", "c"), ("", "")),
    encoded("several values", b"t=1&t=2&t=1", ("t", "1"), ("t", "2"), ("t", "1")),
    encoded("an equals sign", b"a=b=c&d=%3D", ("a", "b=c"), ("d", "=")),
    encoded("a semicolon", b"a=1;b=2", ("a", "1;b=2")),
    encoded("line ends", b"a=1%0D%0A2&b=1\r\n2", ("a", "1\r\n2"), ("b", "1\r\n2")),
    encoded("an ampersand", b"a=R%26D", ("a", "R&D")),
    encoded("a byte order mark", b"\xef\xbb\xbfa=\xef\xbb\xbfb", ("\ufeffa", "\ufeffb")),
    encoded("a zero byte", b"a=%00&b=\0", ("a", "\0"), ("b", "\0")),
    encoded("nested names", b"a.b=1&c%5B0%5D=2&d[]=3", ("a.b", "1"), ("c[0]", "2"), ("d[]", "3")),
    # -- multipart, texts
    multipart("no part", b""),
    multipart("one text", part('name="a"', "1"), ("a", "1")),
    multipart("two texts", part('name="a"', "1") + part('name="b"', "2"), ("a", "1"), ("b", "2")),
    multipart("an empty text", part('name="a"', ""), ("a", "")),
    multipart("no line after the end", part('name="a"', "1"), ("a", "1"), after=b""),
    multipart("lines", part('name="a"', "1\r\n\r\n2\n3\r"), ("a", "1\r\n\r\n2\n3\r")),
    multipart("almost delimiters", part('name="a"', NEAR), ("a", NEAR.decode())),
    multipart("UTF-8", part('name="né"', "あい"), ("né", "あい")),
    multipart("a text that is no UTF-8", part('name="a"', b"\xe9\xff"), ("a", "\ufffd\ufffd")),
    multipart("an empty name", part('name=""', "1"), ("", "1")),
    multipart("escaped names", part('name="a%22b%0D%0Ac%20%41"', "1"), ('a"b\r\nc%20%41', "1")),
    multipart("parts of one name", part('name="t"', "1") + part('name="t"', "2"), ("t", "1"), ("t", "2")),
    multipart("a type", part('name="a"\r\nContent-Type: application/json', "{}"), ("a", "{}")),
    multipart("other headers", part('name="a"\r\nX-Other: 1\r\nContent-Length: 1', "1"), ("a", "1")),
    multipart("a preamble", part('name="a"', "1"), ("a", "1"), before=b"This is MIME.\r\n --x \r\n"),
    multipart("lines before", part('name="a"', "1"), ("a", "1"), before=b"\r\n\r\n"),
    multipart("an epilogue", part('name="a"', "1"), ("a", "1"), after=b"\r\nThe end.\r\n-- \r\n"),
    multipart(
        "a quoted boundary",
        part('name="a"', "1", "a b:=?"),
        ("a", "1"),
        boundary="a b:=?",
        type_='multipart/form-data; boundary="a b:=?"',
    ),
    multipart("tokens", b"--x\r\ncontent-disposition:FORM-DATA;NAME=a\r\n\r\n1\r\n", ("a", "1")),
    # -- multipart, files
    multipart(
        "a file",
        part('name="f"; filename="a.txt"\r\nContent-Type: text/plain', "hello"),
        ("f", ("a.txt", "text/plain", b"hello")),
    ),
    multipart("no type", part('name="f"; filename="a"', "1"), ("f", ("a", "text/plain", b"1"))),
    multipart(
        "no file chosen",
        part(f'name="f"; filename=""\r\nContent-Type: {OCTETS}', ""),
    ),
    multipart(
        "an empty file",
        part(f'name="f"; filename="e"\r\nContent-Type: {OCTETS}', ""),
        ("f", ("e", OCTETS, b"")),
    ),
    multipart(
        "all bytes",
        part(f'name="f"; filename="b"\r\nContent-Type: {OCTETS}', BINARY + NEAR),
        ("f", ("b", OCTETS, BINARY + NEAR)),
    ),
    multipart(
        "escaped file names",
        part('name="f"; filename="q%22uo;te%0D%0A.txt"', "1"),
        ("f", ('q"uo;te\r\n.txt', "text/plain", b"1")),
    ),
    multipart("a path", part('name="f"; filename="C:\\d\\x"', "1"), ("f", ("C:\\d\\x", "text/plain", b"1"))),
    multipart(
        "an extended file name",
        part("name=\"f\"; filename*=UTF-8''%e3%81%82%22.txt", "1"),
        ("f", ('あ".txt', "text/plain", b"1")),
    ),
    # -- whole forms of clients
    multipart(
        "Chromium",
        part('name="title"', "Reise", CHROME)
        + part('name="f"; filename="bild ä.png"\r\nContent-Type: image/png', b"\x89PNG\r\n\x1a\n", CHROME),
        ("title", "Reise"),
        ("f", ("bild ä.png", "image/png", b"\x89PNG\r\n\x1a\n")),
        boundary=CHROME,
    ),
    multipart(
        "Firefox",
        part('name="tags"', "a", FIREFOX)
        + part('name="tags"', "b", FIREFOX)
        + part(f'name="f"; filename=""\r\nContent-Type: {OCTETS}', "", FIREFOX),
        ("tags", "a"),
        ("tags", "b"),
        boundary=FIREFOX,
    ),
    multipart(
        "curl",
        part('name="a"', "1", CURL)
        + part(f'name="f"; filename="x.bin"\r\nContent-Type: {OCTETS}', BINARY[:40], CURL),
        ("a", "1"),
        ("f", ("x.bin", OCTETS, BINARY[:40])),
        boundary=CURL,
    ),
)
