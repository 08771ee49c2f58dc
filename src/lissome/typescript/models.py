"""The members of pydantic's models, as `model_dump()` leaves them: aliases, exclusions, serializers.

https://docs.pydantic.dev/latest/concepts/serialization/
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import is_dataclass
from functools import partial
from types import NoneType
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel, PlainSerializer, RootModel, TypeAdapter, WrapSerializer
from pydantic.dataclasses import rebuild_dataclass
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from lissome.typescript.hints import Unknown, hints_of
from lissome.typescript.objects import Member, ObjectType
from lissome.typescript.scalars import Wire

_PYDANTICS: Final = ("annotated_types", "pydantic", "pydantic_core", "sqlmodel")
_ONLY_JSON: Final = ("json", "json-unless-none")
_UNLESS_NONE: Final = ("unless-none", "json-unless-none")


def is_model(kind: Any) -> bool:
    """Return True for a pydantic model or dataclass, which the codec dumps."""
    return hasattr(kind, "__pydantic_fields__")


def is_itself(annotation: Any, kinds: tuple[Any, ...]) -> bool:
    """Return True for what stands for a generic model in its own fields, ``Tree[T]`` in ``Tree[int]``."""
    origins = [getattr(kind, "__pydantic_generic_metadata__", {}).get("origin") for kind in kinds]
    names = tuple(f"{origin.__module__}.{origin.__qualname__}:{id(origin)}[" for origin in origins if origin)
    return str(getattr(annotation, "type_ref", "")).startswith(names)


def complete(kind: Any) -> None:
    """Have pydantic find the classes that a model names before they are defined, as its first use does."""
    if not kind.__pydantic_complete__:
        rebuild = kind.model_rebuild if issubclass(kind, BaseModel) else partial(rebuild_dataclass, kind)
        with suppress(Exception):  # its first use says what is wrong with it
            rebuild()


def dumped_by_method(kind: Any) -> Any:
    """Return the annotation of what the app's own `model_dump()` returns; None if it is pydantic's."""
    method = getattr(kind, "model_dump", None)
    is_own = method is not None and method.__module__.partition(".")[0] not in _PYDANTICS
    return hints_of(method).get("return", Unknown) if is_own else None


def has_own_serializer(kind: type) -> bool:
    """Return True for a class that tells pydantic how to dump its values."""
    name = "__get_pydantic_core_schema__"
    owner = next((each for each in kind.__mro__ if name in vars(each)), None)
    if owner is None or owner.__module__.partition(".")[0] in _PYDANTICS:
        return False
    try:
        return _has_serialization(TypeAdapter(kind).core_schema)
    except Exception:  # noqa: BLE001 - an app's own method
        return True


def _has_serialization(schema: object) -> bool:
    if isinstance(schema, dict):
        return "serialization" in schema or any(map(_has_serialization, schema.values()))
    return isinstance(schema, (list, tuple)) and any(map(_has_serialization, schema))


def written_as(kind: Any, wire: Wire) -> Mapping[type, str]:
    """Return the types of values that the configuration of a model writes otherwise than our JSON."""
    if wire is Wire.DEVALUE:
        return {}
    config = _config(kind)
    moments = (dt.datetime, dt.date, dt.time, dt.timedelta)
    are_numbers = config.get("ser_json_temporal", "iso8601") != "iso8601"
    of_duration = "number" if config.get("ser_json_timedelta") == "float" else "string"  # of ISO 8601
    return {
        dt.timedelta: of_duration,
        **(dict.fromkeys(moments, "number") if are_numbers else {}),
        **dict.fromkeys(config.get("json_encoders") or {}, "any"),
    }


def dumped_as(kind: Any, wire: Wire) -> Any:
    """Return the annotation of what a model is dumped as; None if that is an object of its members."""
    for decorator in kind.__pydantic_decorators__.model_serializers.values():
        if wire is Wire.JSON or decorator.info.when_used not in _ONLY_JSON:
            return returned_by(decorator.info, decorator.func, kind, wire)
    if isinstance(kind, type) and issubclass(kind, RootModel):
        root = kind.model_fields["root"]
        return _with_serializer(kind, "root", root.annotation, tuple(root.metadata), wire)
    return None


def model_type(kind: Any, wire: Wire) -> ObjectType:
    """Return the members of a model or of pydantic's dataclass."""
    config = _config(kind)
    by_alias = bool(config.get("serialize_by_alias"))
    members = (*_fields(kind, wire, by_alias=by_alias), *_computed(kind, wire, by_alias=by_alias))
    return ObjectType(members, has_more=config.get("extra") == "allow")


def is_dumped(kind: type) -> bool:
    """Return False for the classes with members that pydantic leaves as they are: attrs', msgspec's."""
    return issubclass(kind, (dict, tuple)) or is_dataclass(kind)


def dumped_members(kind: Any, members: ObjectType) -> ObjectType | None:
    """Return the members of a TypedDict or dataclass in a model; None if it is not known how they are called.

    Whether they are sent by their aliases is up to the model.
    """
    fields = {each.name: _field_infos(each.annotation) for each in members.members}
    has_aliases = any(each.serialization_alias or each.alias for infos in fields.values() for each in infos)
    if has_aliases or getattr(kind, "__pydantic_config__", {}).get("alias_generator"):
        return None
    sent = tuple(each for each in members.members if not any(info.exclude for info in fields[each.name]))
    return ObjectType(sent, members.has_more)


def _field_infos(annotation: Any) -> list[FieldInfo]:
    return [each for each in getattr(annotation, "__metadata__", ()) if isinstance(each, FieldInfo)]


def _config(kind: Any) -> Mapping[str, Any]:
    return kind.model_config if issubclass(kind, BaseModel) else getattr(kind, "__pydantic_config__", {})


def _fields(kind: Any, wire: Wire, *, by_alias: bool) -> Iterator[Member]:
    fields: Mapping[str, FieldInfo] = kind.__pydantic_fields__
    for name, field in fields.items():
        if field.exclude:
            continue
        sent = (by_alias and (field.serialization_alias or field.alias)) or name
        annotation = _with_serializer(kind, name, field.annotation, tuple(field.metadata), wire)
        yield Member(sent, annotation, is_optional=field.exclude_if is not None)


def _computed(kind: Any, wire: Wire, *, by_alias: bool) -> Iterator[Member]:
    for name, decorator in kind.__pydantic_decorators__.computed_fields.items():
        info = decorator.info
        annotation = info.return_type
        if annotation is PydanticUndefined or isinstance(annotation, str):
            annotation = _return_hint(info.wrapped_property.fget)
        sent = (by_alias and info.alias) or name
        optional = getattr(info, "exclude_if", None) is not None
        yield Member(sent, _with_serializer(kind, name, annotation, (), wire), optional)


def _with_serializer(kind: Any, name: str, annotation: Any, metadata: tuple[Any, ...], wire: Wire) -> Any:
    """Return the annotation of what a field is dumped as."""
    for decorator in kind.__pydantic_decorators__.field_serializers.values():
        if name in decorator.info.fields or "*" in decorator.info.fields:
            return returned_by(decorator.info, decorator.func, annotation, wire)
    return serialized(annotation, metadata, wire)


def serialized(annotation: Any, metadata: tuple[Any, ...], wire: Wire) -> Any:
    """Return the annotation of what ``Annotated[annotation, *metadata]`` is dumped as in a model."""
    for each in reversed(metadata):
        if isinstance(each, (PlainSerializer, WrapSerializer)):
            return returned_by(each, each.func, annotation, wire)
        if _is_foreign(each):
            return Unknown
    return annotation


def _is_foreign(metadata: Any) -> bool:
    """Return True for somebody's own metadata that tells pydantic how to dump a value."""
    kind = metadata if isinstance(metadata, type) else type(metadata)
    is_pydantics = kind.__module__.partition(".")[0] in _PYDANTICS
    return hasattr(kind, "__get_pydantic_core_schema__") and not is_pydantics


def returned_by(serializer: Any, function: Any, annotation: Any, wire: Wire) -> Any:
    """Return the annotation of what a serializer returns in place of a value."""
    if wire is Wire.DEVALUE and serializer.when_used in _ONLY_JSON:
        return annotation
    returned = serializer.return_type
    if returned is PydanticUndefined:
        returned = _return_hint(function)
    if serializer.when_used in _UNLESS_NONE and may_be_none(annotation):
        return returned | None
    return returned


def may_be_none(annotation: Any) -> bool:
    """Return True for ``X | None``."""
    return annotation is None or annotation is NoneType or NoneType in get_args(annotation)


def _return_hint(function: Any) -> Any:
    hints = hints_of(getattr(function, "__func__", function))
    found = hints.get("return", Unknown)
    return Unknown if get_origin(found) is None and found is PydanticUndefined else found
