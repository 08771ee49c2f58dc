"""Mutations of the body: forms, multipart, JSON, and what pretends to be one of them."""

import json
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any
from urllib.parse import parse_qsl, quote_from_bytes

from fuzzing import words
from fuzzing.message import Message

URLENCODED = b"application/x-www-form-urlencoded"

Field = tuple[bytes, bytes]

_NAMES = (
    *(
        b"name",
        b"email",
        b"role",
        b"title",
        b"team",
        b"status",
        b"password",
        b"theme",
        b"density",
        b"return_to",
    ),
    *(
        b"",
        b"name[]",
        b"name[0]",
        b"name[999]",
        b"name[1000]",
        b"name[-1]",
        b"a.b",
        b"a..b",
        b".a",
        b"a.",
        b"a[",
        b"a]",
    ),
    *(
        b"a[b]",
        b"a[0]b",
        b"[0]",
        b"name.x",
        b"__proto__",
        b"__proto__.x",
        b"constructor.prototype",
        b"__class__.x",
    ),
    *(b"model_config", b"a" + b".a" * 400, b"a" + b"[0]" * 400, b"a" + b"[" * 5000, b"." * 5000, b"n" * 9000),
    *(b"\xff", b"\x00", b"\xed\xa0\x80", "\u0661[\u0661]".encode(), b"<fuzz-canary>", b"name\r\nx: y"),
)
_VALUES = (
    *(
        b"",
        b" ",
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"admin",
        b"mara@workspace.example",
        b"/users",
        b"//evil",
    ),
    *(
        b"quiet-harbour",
        b"x@x.xx",
        b"active",
        b"dark",
        b"compact",
        b"a" * 81,
        b"a" * 255,
        b"9" * 5000,
        b"\xf0\x9f\x92\xa5",
    ),
    *(
        b"x\ry",
        b"x\r\nset-cookie: fuzz=1",
        b"\\",
        b"'; drop table users; --",
        b"/\\evil",
        b"/" + b"\xc3\xa9" * 40,
        b"\x85",
    ),
    *(
        b"/a\r\n" + words.INJECTED + b": 1",
        b"\xe2\x80\xa8",
        b"/" + b"x" * 9000,
        words.CANARY,
        b"</textarea>" + words.CANARY,
    ),
)
_HOSTILE_JSON = (
    *(
        b"",
        b"{",
        b"[" * 9000,
        b'{"a":' * 9000,
        b"nul",
        b"NaN",
        b"[1e999]",
        b"-",
        b'"\\ud800"',
        b'"\\u0000"',
        b"\xff",
    ),
    *(
        b"\xef\xbb\xbf{}",
        '{"name":"x"}'.encode("utf-16"),
        b'{"name":"a","name":"b"}',
        b"1" * 5000,
        b"[]",
        b"null",
    ),
    *(
        b'"x"',
        b"{}" * 2,
        b'{"__proto__":{"x":1}}',
        b'{"name":' + b'"' + b"a" * 100_000 + b'"}',
        b"\x00",
        b"//",
        b"{'a':1}",
    ),
    *(
        b'[{"a":1},2]',
        b'[["Map",1,1],0]',
        b'[["Set",0]]',
        b'[["BigInt","9"]]',
        b'{"type":"x","data":"[[0]]"}',
    ),
)
_JSON_VALUES: tuple[Any, ...] = (
    *(
        None,
        True,
        0,
        -1,
        1.5,
        2**53,
        2**64,
        10**400,
        "",
        "\ud800",
        "\x00",
        "a" * 300,
        [],
        {},
        [[[]]],
        {"a": {"b": []}},
    ),
    *(
        "admin",
        "viewer",
        "paused",
        "mara@workspace.example",
        "x@y.zz",
        "<fuzz-canary>",
        {"$ref": "#"},
        "é" * 90,
    ),
)


def fields_of(message: Message) -> list[Field]:
    """The fields of an urlencoded body."""
    pairs = parse_qsl((message.body or b"").decode("latin-1"), keep_blank_values=True, encoding="latin-1")
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in pairs]


def urlencoded(fields: list[Field]) -> bytes:
    return b"&".join(b"%b=%b" % (_quoted(name), _quoted(value)) for name, value in fields)


def _quoted(text: bytes) -> bytes:
    return quote_from_bytes(text, safe="").encode()


def field(random: Random, message: Message) -> Message:
    """Fields missing, twice, with other names, with other values."""
    fields = fields_of(message)
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(fields) + 1)
        found = fields[at] if at < len(fields) else (b"name", b"x")
        odd_name, odd_value = (random.choice(_NAMES), found[1]), (found[0], random.choice(_VALUES))
        new = random.choice(
            ([], [found, found], [odd_name], [odd_value], [odd_value], [found, odd_name, odd_value])
        )
        fields[at : at + 1] = new
    return replace(message, body=urlencoded(fields)).with_header(b"Content-Type", URLENCODED)


def many_fields(random: Random, message: Message) -> Message:
    """More than a form has. What each name costs must not depend on how many there are."""
    count, name = (
        random.choice((100, 900, 1100, 5000)),
        random.choice((b"a", b"a[%d]", b"a[]", b"f%d", b"a.b%d.c", b"")),
    )
    body = b"&".join((name % n if b"%d" in name else name) + b"=1" for n in range(count))
    return replace(message, body=body).with_header(b"Content-Type", URLENCODED)


def raw_form(random: Random, message: Message) -> Message:
    """Text between the ampersands that no browser writes."""
    body = random.choice((b"&", b"=", b"")).join(
        random.choices(words.ENCODED + words.RAW, k=random.randint(1, 30))
    )
    return replace(message, body=body).with_header(b"Content-Type", URLENCODED)


def large(random: Random, message: Message) -> Message:
    """Around the limit of the body's size, and past it."""
    return replace(
        message,
        body=(message.body or b"")
        + b"&x="
        + b"y" * random.choice((1000, 9000, 9000, 60_000, 60_000, 524_288, 700_000)),
    )


def flip_body(random: Random, message: Message) -> Message:
    body = bytearray(message.body or b"x")
    for _ in range(random.randint(1, 8)):
        at = random.randrange(len(body))
        body[at : at + random.randrange(3)] = bytes(random.randrange(256) for _ in range(random.randrange(3)))
        body = body or bytearray(b"x")
    return replace(message, body=bytes(body))


def cut_body(random: Random, message: Message) -> Message:
    body = message.body or b""
    return replace(message, body=body[: random.randint(0, len(body))])


def no_body(_random: Random, message: Message) -> Message:
    return replace(message, body=None)


def multipart(random: Random, message: Message) -> Message:
    """The same form as multipart, right or with one thing wrong."""
    boundary = random.choice((b"fuzz", b"----WebKitFormBoundaryx1", b"-", b"b" * 70, b"=", b"a b", b"\xff"))
    parts = [_part(random, name, value) for name, value in fields_of(message)]
    parts += [_odd_part(random) for _ in range(random.choice((0, 0, 1, 2)))]
    body = b"".join(b"--%b\r\n%b\r\n" % (boundary, part) for part in parts) + b"--%b--\r\n" % boundary
    said = random.choice((boundary, b'"%b"' % boundary, boundary, boundary + b"x", b""))
    body = random.choice(_DEFECTS)(random, body)
    return replace(message, body=body).with_header(b"Content-Type", b"multipart/form-data; boundary=" + said)


def _part(random: Random, name: bytes, value: bytes) -> bytes:
    if random.random() < 0.2:
        value = random.choice(_VALUES)
    if random.random() < 0.15:
        return b'Content-Disposition: form-data; name="%b"; filename="x.txt"\r\n\r\n%b' % (name, value)
    return b'Content-Disposition: form-data; name="%b"\r\n\r\n%b' % (name, value)


def _odd_part(random: Random) -> bytes:
    name = random.choice(_NAMES)
    text = b'Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset='
    return random.choice(
        (
            b"",
            b"\r\n\r\n",
            b"Content-Disposition: form-data\r\n\r\nno name",
            b"Content-Disposition: attachment; name=%b\r\n\r\nx" % name,
            b'Content-Disposition: form-data; name="%b' % name,
            b"Content-Disposition: form-data; name=\"a\"; filename*=utf-8''%ff\r\n\r\nx",
            b'Content-Disposition: form-data; name="a"; filename="../x\x00"\r\nContent-Type: \xff\r\n\r\nx',
            b'Content-Disposition: form-data; name="a"; filename="%b"\r\n\r\n%b' % (b"f" * 9000, b"x" * 9000),
            b'Content-Disposition: form-data; name="a"\r\nX-Long: %b\r\n\r\nx' % (b"x" * 70_000),
            b'Content-Disposition: form-data; name="a"\r\n%b\r\nx' % (b"X: y\r\n" * 3000),
            text + b"x\xff\r\n\r\n\xff",
            text + b"idna\r\n\r\nxn--\xff",
            b'Content-Disposition: form-data; name="_charset_"\r\n\r\nutf-7',
            b"Content-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n\r\nx\r\n--in--",
            b"Content-Disposition form-data name=a\r\n\r\nx",
            b": \r\n\r\nx",
        )
    )


def _as_it_is(_random: Random, body: bytes) -> bytes:
    return body


def _cut(random: Random, body: bytes) -> bytes:
    return body[: random.randint(0, len(body))]


def _unended(_random: Random, body: bytes) -> bytes:
    return body.removesuffix(b"--\r\n")


def _line_feeds(_random: Random, body: bytes) -> bytes:
    return body.replace(b"\r\n", b"\n")


def _between(random: Random, body: bytes) -> bytes:
    at = random.randint(0, len(body))
    return body[:at] + random.choice(words.CONTROL + words.RAW) + body[at:]


def _repeated(random: Random, body: bytes) -> bytes:
    return (body[: body.rfind(b"--", 0, -4)] or body) * random.choice((2, 20, 600))


_DEFECTS: tuple[Callable[[Random, bytes], bytes], ...] = (
    *(_as_it_is, _as_it_is, _as_it_is, _cut, _unended, _line_feeds, _between, _between, _repeated),
)


def json_value(random: Random, message: Message) -> Message:
    """JSON with other members, or members of other types."""
    try:
        content = json.loads(message.body or b"{}")
    except (ValueError, RecursionError):
        content = {}
    if not isinstance(content, dict):
        content = {"name": content}
    names = [*content, "name", "email", "role", "id", "extra", "", "__proto__"]
    for _ in range(random.randint(1, 3)):
        content[random.choice(names)] = random.choice(_JSON_VALUES)
    return replace(message, body=json.dumps(content).encode())


def hostile_json(random: Random, message: Message) -> Message:
    return replace(message, body=random.choice(_HOSTILE_JSON))


FORM = (
    field,
    field,
    field,
    field,
    multipart,
    multipart,
    multipart,
    raw_form,
    many_fields,
    flip_body,
    cut_body,
    large,
)
JSON = (json_value, json_value, json_value, hostile_json, hostile_json, flip_body, cut_body, large)
ANY = (no_body, flip_body, cut_body, hostile_json, raw_form)
