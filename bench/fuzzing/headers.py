"""Mutations of the header section."""

from dataclasses import replace
from random import Random

from fuzzing import words
from fuzzing.message import Message


def cookie(random: Random, message: Message) -> Message:
    """A malformed cookie, in the place of the good ones or beside them."""
    odd = random.choice(words.COOKIES)
    good = message.header(b"cookie")
    match random.randrange(3):
        case 0 if good is not None:
            return message.with_header(b"Cookie", random.choice((good + b"; " + odd, odd + b"; " + good)))
        case 1:
            return replace(message, headers=(*message.headers, (b"Cookie", odd)))  # a second one
        case _:
            return message.with_header(b"Cookie", odd)


def bend_cookie(random: Random, message: Message) -> Message:
    """The good cookie with one byte changed, cut off, or in capitals."""
    good = message.header(b"cookie") or b"workspace_session=x"
    at = random.randrange(len(good))
    odd = random.choice((b"%", b"%00", b"\xff", b'"', b",", b"=", b"", b"\t"))
    bent = random.choice((good[:at] + odd + good[at + 1 :], good[:at], good.upper()))
    return message.with_header(b"Cookie", bent)


def host(random: Random, message: Message) -> Message:
    return message.with_header(b"Host", random.choice(words.HOSTS))


def second_host(random: Random, message: Message) -> Message:
    two = ((b"Host", random.choice((b"workspace.example", *words.HOSTS))) for _ in range(2))
    return replace(message, headers=(*two, *message.headers))


def content_type(random: Random, message: Message) -> Message:
    return message.with_header(b"Content-Type", random.choice(words.TYPES))


def accept(random: Random, message: Message) -> Message:
    return message.with_header(b"Accept", random.choice(words.ACCEPTS))


def origin(random: Random, message: Message) -> Message:
    return message.with_header(b"Origin", random.choice(words.ORIGINS))


def conditional(random: Random, message: Message) -> Message:
    name = random.choice((b"If-None-Match", b"If-None-Match", b"If-Modified-Since", b"If-Match", b"If-Range"))
    return message.with_header(name, random.choice(words.ETAGS))


def byte_range(random: Random, message: Message) -> Message:
    return message.with_header(b"Range", random.choice(words.RANGES))


def other(random: Random, message: Message) -> Message:
    return message.with_header(*random.choice(words.OTHERS))


def repeat(random: Random, message: Message) -> Message:
    """A header twice, as it is or with another value."""
    if not message.headers:
        return message
    name, value = random.choice(message.headers)
    again = random.choice((value, b"", b"\xff", b"x" * 500))
    return replace(message, headers=(*message.headers, (name.upper(), again)))


def many(random: Random, message: Message) -> Message:
    count = random.choice((20, 90, 110, 500))
    return replace(message, headers=(*message.headers, *((b"X-Filler-%d" % n, b"x") for n in range(count))))


def huge(random: Random, message: Message) -> Message:
    name = random.choice((b"Cookie", b"X-Huge", b"Accept", b"If-None-Match", b"User-Agent", b"Referer"))
    filling = random.choice((b"a", b"\xff", b"a=b; ", b",", b'"', b"%41", b"="))
    return message.with_header(name, filling * random.choice((1000, 9000, 60_000)))


def odd_value(random: Random, message: Message) -> Message:
    """Something odd in a header that is there."""
    if not message.headers:
        return message
    name, value = random.choice(message.headers)
    at = random.randint(0, len(value))
    odd = random.choice(random.choice((words.RAW, words.ENCODED, words.CONTROL)))
    return message.with_header(name, value[:at] + odd + value[at:])


def odd_name(random: Random, message: Message) -> Message:
    name = random.choice(
        (b"", b" ", b"a b", b"\xff", b"x:", b"a\x00", b"(", b"n" * 70_000, b"__proto__", b"Content_Length")
    )
    return replace(message, headers=(*message.headers, (name, b"1")))


def drop(random: Random, message: Message) -> Message:
    kept = tuple(header for header in message.headers if random.random() < 0.6)
    return replace(message, headers=kept)


MUTATIONS = (
    *(cookie, cookie, bend_cookie, host, second_host, content_type, content_type, accept, accept, origin),
    *(conditional, byte_range, other, other, other, repeat, many, huge, odd_value, odd_value, odd_name, drop),
)
