"""Request number n of a seed, always the same."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from random import Random

from fuzzing import bodies, forms, framing, headers, targets
from fuzzing.message import Message

Mutation = Callable[[Random, Message], Message]
Corpus = Sequence[tuple[Message, ...]]
"""Groups of requests that ask for the same thing; each group is as likely as any other."""
FORMS = 0.1
"""Share of the requests that are forms of which the only right answer is known."""
LARGEST = 1 << 20
"""Bytes of the largest body: twice the demo's limit."""


def group(recorded: Iterable[Message]) -> Corpus:
    """Put requests of one kind together, so that a form that is on every page counts once."""
    groups: dict[tuple[object, ...], list[Message]] = {}
    for message in recorded:
        path, _, query = message.target.partition(b"?")
        action = query.partition(b"&")[0] if query.startswith(b"/") else b""
        kind = (message.method, re.sub(rb"[0-9]+", b"1", path), action, message.header(b"accept"))
        groups.setdefault(kind, []).append(message)
    return [tuple(group) for group in groups.values()]


def make(corpus: Corpus, seed: int, number: int) -> Message:
    """A recorded request with nothing, or one, or a few things wrong with it; or a form, whole or cut."""
    random = Random(f"{seed}/{number}")  # noqa: S311 - repeatable chance is the point
    if random.random() < FORMS:
        return forms.form(random)
    message = random.choice(random.choice(_kinds(random, corpus)))
    for _ in range(random.choice((0, 1, 1, 1, 1, 2, 2, 3, 5))):
        mutate = random.choice(_fitting(random, message))
        changed = mutate(random, message)
        body = changed.body and changed.body[:LARGEST]  # mutations multiply
        message = replace(changed, body=body, story=(*message.story, _name(mutate)))
    if random.random() < 0.12:
        message = framing.break_framing(random, message)
    return message


def _kinds(random: Random, corpus: Corpus) -> Corpus:
    """Forms and bodies are few among what was recorded, and have more to get wrong."""
    if random.random() < 0.4:
        return [group for group in corpus if group[0].body is not None] or corpus
    return corpus


def _fitting(random: Random, message: Message) -> Sequence[Mutation]:
    """Mutations for one part of the message, most often a part it has."""
    if message.body is not None and random.random() < 0.6:
        kind = message.header(b"content-type") or b""
        if b"json" in kind:
            return bodies.JSON
        return bodies.FORM if b"form" in kind else bodies.ANY
    return random.choice(
        (targets.MUTATIONS, targets.MUTATIONS, headers.MUTATIONS, headers.MUTATIONS, bodies.ANY)
        if message.body is not None
        else (targets.MUTATIONS, headers.MUTATIONS)
    )


def _name(mutation: Mutation) -> str:
    module = mutation.__module__.rpartition(".")[2]
    return f"{module}.{mutation.__name__}"
