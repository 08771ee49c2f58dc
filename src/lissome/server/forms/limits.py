"""The limits of a form. How many bytes it may have is the limit of the body: `request/body_limit.py`."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from lissome.errors import FrameworkError


@dataclass(frozen=True, slots=True)
class FormLimits:
    """The numbers that a form must not exceed.

    Attributes:
        fields: fields and files, by the setting form_fields_limit.
        texts, files, text_size: what the app has asked for in `request.form(…)`; the size in bytes.
    """

    fields: int
    texts: float = inf
    files: float = inf
    text_size: float = inf

    def check_count(self, count: int) -> None:
        """Refuse a form of more fields.

        Raises:
            FrameworkError: 413.
        """
        if count > self.fields:
            raise _too_large(
                f"more than {self.fields} fields, the limit: [tool.lissome] form_fields_limit "
                "(or LISSOME_FORM_FIELDS_LIMIT)"
            )

    def check_texts(self, count: int) -> None:
        """Refuse more texts than the app has asked for; raises as `check_count`."""
        if count > self.texts:
            raise _too_large(f"more than {self.texts} texts, the limit in request.form(max_fields=…)")

    def check_files(self, count: int) -> None:
        """Refuse more files than the app has asked for; raises as `check_count`."""
        if count > self.files:
            raise _too_large(f"more than {self.files} files, the limit in request.form(max_files=…)")

    def check_text_size(self, size: int) -> None:
        """Refuse a text of more bytes than the app has asked for; raises as `check_count`."""
        if size > self.text_size:
            raise _too_large(
                f"a text of more than {self.text_size} bytes, the limit in request.form(max_part_size=…)"
            )


def _too_large(what: str) -> FrameworkError:
    return FrameworkError(413, "Payload Too Large", f"the form has {what}")
