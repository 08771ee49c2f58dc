"""The fields of a form, from the page's HTML, the action's model or its source, and values for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from pydantic import BaseModel, PydanticUserError, TypeAdapter

from lissome.testing.two_user_probe.canary import NUMBER_MAX, TEXT_LENGTH, CanaryFactory

_BUTTONS: Final = frozenset({"submit", "button", "reset", "image", "file"})
_FIXED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "date": "2026-01-31",
        "datetime-local": "2026-01-31T12:00",
        "month": "2026-01",
        "week": "2026-W05",
        "time": "12:00",
        "color": "#336699",
    }
)


@dataclass(frozen=True, slots=True)
class FormField:
    """A form field.

    Attributes:
        name: the field's name.
        type: as in HTML; ``text`` if nothing more is known.
        value: the value that it has already.
        options: the values to choose from, if it accepts no others.
        max_length: in characters.
        minimum: of a number.
        maximum: of a number.
    """

    name: str
    type: str = "text"
    value: str = ""
    options: tuple[str, ...] = ()
    max_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None

    def fill(self, factory: CanaryFactory) -> str:
        """Return a value that the field accepts: a canary, if it accepts one."""
        spot = f"form field {self.name}"
        if self.options:
            return next(filter(None, reversed(self.options)), self.options[0])
        if self.type in _FIXED:
            return _FIXED[self.type]
        if self.type in ("checkbox", "radio"):
            return self.value or "on"
        if self.type == "hidden" and self.value:
            return self.value
        if self.type in ("number", "range"):
            return self._number(factory, spot)
        return self._text(factory, spot)

    def _number(self, factory: CanaryFactory, spot: str) -> str:
        if self.maximum is not None and self.maximum < NUMBER_MAX:
            return str(int(self.minimum if self.minimum is not None else min(self.maximum, 1)))
        return factory.number(spot)

    def _text(self, factory: CanaryFactory, spot: str) -> str:
        if self.max_length is not None and self.max_length < TEXT_LENGTH:
            return "x" * min(self.max_length, 3)
        kind = self.type if self.type != "text" else _kind_of(self.name)
        if kind == "email":
            return f"{factory.text(spot)}@canary.example"
        if kind == "url":
            return f"https://canary.example/{factory.text(spot)}"
        if kind == "tel":
            return f"+{factory.number(spot)}"
        if kind == "uuid":
            return factory.uuid(spot)
        # with what rules for passwords usually demand
        return f"{factory.text(spot)}-A1!" if kind == "password" else factory.text(spot)


def _kind_of(name: str) -> str:
    lower = name.lower()
    for part, kind in (("email", "email"), ("password", "password"), ("url", "url"), ("phone", "tel")):
        if part in lower:
            return kind
    return "text"


def fill_all(fields: list[FormField], factory: CanaryFactory) -> dict[str, str]:
    """Return values for all fields, by name."""
    return {field.name: field.fill(factory) for field in fields}


# -- from a model ----------------------------------------------------------------------------------------


def model_fields(model: type[BaseModel]) -> list[FormField]:
    """Return the form fields of a pydantic model, nested ones as ``address.city``."""
    schema = model.model_json_schema(by_alias=True)
    return list(_schema_fields("", schema, schema.get("$defs", {}), depth=0))


def type_fields(adapter: TypeAdapter[Any], key: str) -> list[FormField]:
    """Return the fields of a query that a type is read from.

    Args:
        key: the name of its one field; ``""`` for a model.
    """
    try:
        schema = adapter.json_schema()
    except PydanticUserError:  # a type without one, such as a class of the app's own
        return [FormField(key)] if key else []
    fields = _schema_fields(key, schema, schema.get("$defs", {}), depth=0)
    return [replace(field, name=field.name.removesuffix("[]")) for field in fields]


def _schema_fields(
    name: str, schema: Mapping[str, Any], definitions: Mapping[str, Any], *, depth: int
) -> Iterator[FormField]:
    schema = _plain(schema, definitions)
    if depth > 4:
        return
    if "properties" in schema:
        for key, inner in schema["properties"].items():
            yield from _schema_fields(f"{name}.{key}" if name else key, inner, definitions, depth=depth + 1)
    elif schema.get("type") == "array":
        yield from _schema_fields(f"{name}[]", schema.get("items", {}), definitions, depth=depth + 1)
    elif name:
        yield _schema_field(name, schema)


def _plain(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    """Resolve a schema's references, and of several alternatives take the first that is not null."""
    for _ in range(4):
        if "$ref" in schema:
            schema = definitions.get(str(schema["$ref"]).rpartition("/")[2], {})
        elif "anyOf" in schema or "allOf" in schema:
            choices = schema.get("anyOf") or schema["allOf"]
            schema = next((choice for choice in choices if choice.get("type") != "null"), {})
    return schema


_FORMATS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "email": "email",
        "uri": "url",
        "uuid": "uuid",
        "password": "password",
        "date": "date",
        "date-time": "datetime-local",
        "time": "time",
    }
)


def _schema_field(name: str, schema: Mapping[str, Any]) -> FormField:
    kind = {"integer": "number", "number": "number", "boolean": "checkbox"}.get(
        schema.get("type", ""), _FORMATS.get(schema.get("format", ""), "text")
    )
    options = schema.get("enum", [schema["const"]] if "const" in schema else [])
    return FormField(
        name,
        kind,
        options=tuple(str(option) for option in options),
        max_length=schema.get("maxLength"),
        minimum=schema.get("minimum", schema.get("exclusiveMinimum")),
        maximum=schema.get("maximum", schema.get("exclusiveMaximum")),
    )


# -- from a page -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class HtmlForm:
    """A form of a page.

    Attributes:
        action: its `action` attribute.
        fields: its fields by name.
    """

    action: str
    fields: dict[str, FormField] = field(default_factory=dict)

    def calls(self, path: str, action: str) -> bool:
        """True if the form is sent to the action of that name of the page at `path`."""
        target = urlsplit(self.action)
        here = not target.path or target.path.rstrip("/") == path.rstrip("/")
        named = next((part for part in target.query.split("&") if part.startswith("/")), "/default")
        return here and named.partition("=")[0] == f"/{action}"


@dataclass(frozen=True, slots=True)
class PageContent:
    """The forms of a page, and the addresses that it links to."""

    forms: list[HtmlForm]
    links: list[str]

    @classmethod
    def read(cls, html: str) -> PageContent:
        reader = _PageParser()
        reader.feed(html)
        reader.close()
        return cls(reader.forms, reader.links)


class _PageParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[HtmlForm] = []
        self.links: list[str] = []
        self._form: HtmlForm | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form":
            is_post = given.get("method", "").lower() == "post"
            self._form = HtmlForm(given.get("action", "")) if is_post else None
            if self._form is not None:
                self.forms.append(self._form)
        elif tag in ("input", "textarea", "select", "button"):
            self._control(tag, given)
        elif tag == "option" and self._form is not None and self._select:
            known = self._form.fields[self._select]
            if "value" in given:
                options = (*known.options, given["value"])
                self._form.fields[self._select] = replace(known, options=options)

    def _control(self, tag: str, given: Mapping[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text").lower()
        self._select = name if tag == "select" else ""
        if self._form is None or not name or (tag != "select" and kind in _BUTTONS) or tag == "button":
            return
        self._form.fields.setdefault(
            name,
            FormField(
                name,
                "select" if tag == "select" else kind,
                given.get("value", ""),
                max_length=_integer(given.get("maxlength")),
                minimum=_integer(given.get("min")),
                maximum=_integer(given.get("max")),
            ),
        )

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""


def _integer(text: str | None) -> int | None:
    return int(text) if text is not None and text.lstrip("-").isdecimal() else None
