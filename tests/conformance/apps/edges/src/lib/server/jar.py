"""Does what ?do= says with the cookies, step by step: a step is a method's name and its arguments."""

import json
from datetime import UTC, datetime

NAMES = {"httpOnly": "http_only", "sameSite": "same_site", "maxAge": "max_age", "getAll": "get_all"}


def _options(given):
    named = {NAMES.get(name, name): value for name, value in given.items()}
    if "expires" in named:
        named["expires"] = datetime.fromtimestamp(named["expires"] / 1000, UTC)
    return named


def _step(cookies, method, *args):
    options = _options(args[-1]) if args and isinstance(args[-1], dict) else {}
    texts = [arg for arg in args if isinstance(arg, str)]
    answer = getattr(cookies, NAMES.get(method, method))(*texts, **options)
    if method == "getAll":
        return [{"name": name, "value": value} for name, value in answer.items()]
    return answer


def run(event):
    return [_step(event.cookies, *step) for step in json.loads(event.url.search_params.get("do"))]
