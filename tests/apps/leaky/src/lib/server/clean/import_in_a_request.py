"""A module imported late is filled late, but with nothing of the request."""


def plural(word):
    from lib.server.clean import tables

    return tables.PLURALS.get(word, f"{word}s")
