"""Forms whose meaning is known: as browsers write them, whole or cut, and the only right answer to each.

They are made from what they mean, and not read by any parser; `/worker/form` says what it has understood.
"""

from collections.abc import Sequence
from random import Random
from urllib.parse import quote

from fuzzing.message import ORIGIN, Expected, Message

TARGET = b"/worker/form"

_TEXTS = (
    *(
        "",
        " ",
        "a",
        "name",
        "tags[]",
        "a.b",
        "é",
        "あい",
        "😀",
        "\ufeff",
        "\0",
        "\x85",
        "\u2028",
        "__proto__",
    ),
    *(
        '"',
        "'",
        "%22",
        "%0D%0A",
        "%",
        "\r\n",
        "\n",
        "\r",
        "\\",
        '\\"',
        ";",
        "; filename=x",
        "a=b",
        "&",
        "+",
        "=",
        "--",
    ),
)
_TYPES = ("text/plain", "application/octet-stream", "image/png; q=1", "")
_BOUNDARIES = ("x", "-", "--", "----WebKitFormBoundaryAaB03x", "0" * 70, "a b", "'()+_,./:=?", "\xe9")
_ESCAPES = {'"': "%22", "\r": "%0D", "\n": "%0A"}


def form(random: Random) -> Message:
    """A form, urlencoded or multipart; of the multipart ones, half are cut somewhere."""
    fields = [_field(random) for _ in range(random.choice((0, 1, 1, 2, 3, 8)))]
    if random.random() < 0.3:
        return _urlencoded([field for field in fields if len(field) == 2])
    boundary = random.choice(_BOUNDARIES)
    body, meant = _multipart(random, fields, boundary)
    content_type = f'multipart/form-data; boundary="{boundary}"'.encode("latin-1")
    if random.random() < 0.5:
        return _message("whole form", content_type, body, Expected(200, meant))
    end = body.rindex(f"--{boundary}--".encode("latin-1")) + len(boundary.encode("latin-1")) + 4
    delimiters = [at for at in range(end) if body.startswith(b"\r\n--", at)]
    cut = random.choice((random.randrange(end), end - random.randint(1, 4), random.choice([0, *delimiters])))
    return _message("cut form", content_type, body[:cut], Expected(400))


def _field(random: Random) -> list[str]:
    name = _text(random)
    if random.random() < 0.6:
        return [name, _text(random)]
    content = random.choice((b"", random.randbytes(random.randrange(300)), _text(random).encode(), b"\r\n--"))
    return [name, _text(random), random.choice(_TYPES), content.hex()]


def _text(random: Random) -> str:
    return "".join(random.choices(_TEXTS, k=random.choice((1, 1, 2, 4))))


def _urlencoded(fields: Sequence[list[str]]) -> Message:
    safe = " é\0\u2028"  # which the parser takes as they are, too
    pairs = (f"{_quoted(name, safe)}={_quoted(value, safe)}" for name, value in fields)
    kind = b"application/x-www-form-urlencoded"
    return _message("whole form", kind, "&".join(pairs).encode(), Expected(200, list(fields)))


def _quoted(text: str, safe: str) -> str:
    return "".join(char if char in safe and char != " " else quote(char, safe="") for char in text)


def _multipart(random: Random, fields: Sequence[list[str]], boundary: str) -> tuple[bytes, list[list[str]]]:
    """The body, and the fields of it: those that have the delimiter in them are left out."""
    delimiter = f"--{boundary}".encode("latin-1")
    written = [(part, field) for field in fields if delimiter not in (part := _part(field))]
    meant = [_as_received(*field) for _, field in written if not _is_empty_input(field)]
    body = b"".join(delimiter + b"\r\n" + part + b"\r\n" for part, _ in written)
    before, after = random.choice(((b"", b"\r\n"), (b"", b"\r\n"), (b"", b""), (b"MIME\r\n", b"\r\nthe end")))
    return before + body + delimiter + b"--" + after, meant


def _is_empty_input(field: Sequence[str]) -> bool:
    """True for what browsers send of a file input in which nothing was chosen: it is in no form."""
    return len(field) == 4 and not field[1] and not field[3]


def _as_received(name: str, *rest: str) -> list[str]:
    """Undo the escapes of names. Browsers do not escape `%`, so that whoever writes %22 sends a quote."""
    if len(rest) == 1:
        return [_unescaped(name), *rest]
    filename, kind, content = rest
    return [_unescaped(name), _unescaped(filename), kind or "text/plain", content]


def _unescaped(text: str) -> str:
    for char, escape in _ESCAPES.items():
        text = text.replace(escape, char)
    return text


def _part(field: list[str]) -> bytes:
    head = f'Content-Disposition: form-data; name="{_escaped(field[0])}"'
    if len(field) == 2:
        return f"{head}\r\n\r\n{field[1]}".encode()
    kind = f"\r\nContent-Type: {field[2]}" if field[2] else ""
    return f'{head}; filename="{_escaped(field[1])}"{kind}\r\n\r\n'.encode() + bytes.fromhex(field[3])


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(char, char) for char in text)


def _message(what: str, content_type: bytes, body: bytes, expected: Expected) -> Message:
    headers = ((b"Content-Type", content_type), (b"Origin", ORIGIN), (b"Accept", b"application/json"))
    return Message(b"POST", TARGET, headers, body, ("form", what), expected=expected)
