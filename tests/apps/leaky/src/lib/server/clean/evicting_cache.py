"""A cache written by hand, with eviction on every path that writes."""

ARTICLES = {}
MAX_ARTICLES = 8


def article(slug):
    if slug not in ARTICLES:
        if len(ARTICLES) >= MAX_ARTICLES:
            del ARTICLES[next(iter(ARTICLES))]
        ARTICLES[slug] = {"words": len(slug)}
    return ARTICLES[slug]
