"""Keeps what a request has sent out of the log: queries of URLs, and the inputs that pydantic quotes.

An exception's text may contain them, and the framework logs exceptions of the app. A filter writes the
traceback itself, because a formatter takes the text that is there already.
"""

from __future__ import annotations

import logging
import re
from typing import Final

# The query of a URL, absolute or with a path alone, as httpx and others write it in their messages.
_QUERY: Final = re.compile(r"((?:https?://|(?<=[\s'\"`(])/)[^\s'\"`?#<>]*)\?[^\s'\"`<>)]+")
# pydantic: `[type=…, input_value='…', input_type=str]`
_INPUT: Final = re.compile(r"input_value=.*(?=, input_type=)")

SECRET_NAME: Final = re.compile(
    r"pass(word|wd|phrase|code)?|secret|token|api_?key|cvc|cvv|\bpin\b", re.IGNORECASE
)
"""What secrets are called: never sent back to the browser, and never shown."""


def without_secrets(text: str) -> str:
    """Return a text without the queries of its URLs, and without inputs that did not validate."""
    return _INPUT.sub("input_value=…", _QUERY.sub(r"\1?…", text))


def hide_secrets(record: logging.LogRecord) -> bool:
    """Take secrets out of a log record; a filter of the logger."""
    record.msg, record.args = without_secrets(record.getMessage()), ()
    if record.exc_info and record.exc_info[0] is not None and record.exc_text is None:
        record.exc_text = without_secrets(logging.Formatter().formatException(record.exc_info))
    return True
