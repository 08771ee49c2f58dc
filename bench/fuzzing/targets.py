"""Mutations of the request line: method, path and query."""

from dataclasses import replace
from random import Random

from fuzzing import words
from fuzzing.message import Message


def method(random: Random, message: Message) -> Message:
    return replace(message, method=random.choice(words.METHODS))


def encode_some(random: Random, message: Message) -> Message:
    """Percent-encode characters that need none; a right server does not see a difference."""
    share = random.choice((0.05, 0.5, 1.0))
    path, mark, query = message.target.partition(b"?")
    coded = [
        b"%%%02x" % byte if random.random() < share and byte != 0x2F else bytes((byte,)) for byte in path
    ]
    return replace(message, target=b"".join(coded) + mark + query)


def insert(random: Random, message: Message) -> Message:
    """Something odd at some place of the target."""
    at = random.randint(1, max(1, len(message.target)))
    odd = random.choice(random.choice((words.ENCODED, words.ENCODED, words.RAW)))
    return replace(message, target=message.target[:at] + odd + message.target[at:])


def control(random: Random, message: Message) -> Message:
    """What may not stand in a request line."""
    at = random.randint(0, len(message.target))
    return replace(message, target=message.target[:at] + random.choice(words.CONTROL) + message.target[at:])


def suffix(random: Random, message: Message) -> Message:
    """One of kit's own suffixes, or one that looks so."""
    path, mark, query = message.target.partition(b"?")
    return replace(message, target=path + random.choice(words.SUFFIXES) + mark + query)


def segment(random: Random, message: Message) -> Message:
    """Another parameter, or one segment more or less."""
    path, mark, query = message.target.partition(b"?")
    segments = path.split(b"/")
    at = random.randrange(1, len(segments)) if len(segments) > 1 else 0
    new = random.choice(random.choice((words.ENCODED, words.RAW)))
    match random.randrange(4):
        case 0:
            segments[at] = new
        case 1:
            segments.insert(at, new)
        case 2:
            segments.insert(at, segments[at])
        case _:
            del segments[at]
    return replace(message, target=(b"/".join(segments) or b"/") + mark + query)


def climb(random: Random, message: Message) -> Message:
    """Out of the folder that files are served from."""
    step = random.choice((b"../", b"%2e%2e/", b"..%2f", b"..\\", b"..%5c", b"%c0%ae%c0%ae/", b"....//"))
    base = random.choice((b"/", b"/_app/", b"/_app/immutable/", b"/users/", b"//"))
    name = random.choice(
        (b"etc/passwd", b"server/ssr.js", b"manifest.json", b"src/hooks.server.py", b"workspace.db")
    )
    return replace(message, target=base + step * random.randint(1, 8) + name)


def long_path(random: Random, message: Message) -> Message:
    piece = random.choice((b"a", b"/", b"a/", b"%61", b"../", b"%2e", b"\xc3\xa9", b"(", b"/1"))
    return replace(message, target=message.target + piece * random.choice((100, 3000, 20_000, 65_000)))


def form(random: Random, message: Message) -> Message:
    """The other forms of a target: with an authority, or none at all (RFC 9112 section 3.2)."""
    prefix = random.choice(
        (b"http://workspace.example", b"http://evil.example", b"https://x", b"ftp://x", b"//evil.example")
    )
    whole = random.choice(
        (prefix + message.target, b"*", b"evil.example:80", b"", b"?" + message.target, b"#")
    )
    return replace(message, target=whole)


def parameter(random: Random, message: Message) -> Message:
    """Another query parameter, often one of kit's."""
    odd = random.choice(words.ENCODED + words.RAW)
    key = random.choice((b"page", b"q", b"role", b"team", b"per_page", b"activity", b"redirect_to", odd))
    new = random.choice((random.choice(words.RESERVED), key + b"=" + odd, key, b"=" + odd, b"&&=&;"))
    return replace(message, target=message.target + (b"&" if b"?" in message.target else b"?") + new)


def action(random: Random, message: Message) -> Message:
    """Another action, or several."""
    names = b"&".join(random.choices(words.ACTIONS, k=random.randint(1, 2)))
    path, _, query = message.target.partition(b"?")
    rest = random.choice((b"", b"&" + query))
    return replace(message, target=path + b"?" + names + random.choice((b"", b"=", b"=1")) + rest)


def many_parameters(random: Random, message: Message) -> Message:
    pair = random.choice((b"a=1&", b"&", b"q=%C3%A9&", b"x-sveltekit-invalidated=1&", b"%=%&"))
    return replace(message, target=message.target + b"?" + pair * random.choice((50, 2000, 20_000)))


def flip_target(random: Random, message: Message) -> Message:
    """Some other bytes, one of them at least."""
    target = bytearray(message.target or b"/")
    for _ in range(random.randint(1, 4)):
        target[random.randrange(len(target))] = random.randrange(256)
    return replace(message, target=bytes(target))


MUTATIONS = (
    *(insert, insert, suffix, suffix, segment, segment, parameter, parameter, parameter, method, encode_some),
    *(action, climb, form, control, long_path, many_parameters, flip_target),
)
