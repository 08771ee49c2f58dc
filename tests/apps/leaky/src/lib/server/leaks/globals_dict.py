"""A write through `globals()`."""


def search(query):
    globals()["last_query"] = query  # LEAK kept, shared
    return [query]
