"""The members of classes whose values are sent as objects: TypedDicts, dataclasses and their like."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NotRequired, Required, TypeVar, TypeVarTuple, get_args, get_origin

from typing_extensions import NoExtraItems, ReadOnly, get_original_bases, is_typeddict
from typing_inspection.typing_objects import is_typealiastype

from lissome.typescript.hints import Unknown, hints_of
from lissome.typescript.scalars import qualified_name

Variables = Mapping[Any, Any]
"""The annotations that stand for the type variables of generic classes."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object.

    Attributes:
        name: as it is sent.
        annotation: of its value.
        is_optional: it may be left out.
    """

    name: str
    annotation: Any
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class ObjectType:
    """The members of the values of a class.

    Attributes:
        has_more: values may have other members too.
    """

    members: tuple[Member, ...]
    has_more: bool = False


def object_type(kind: type) -> ObjectType | None:
    """Return the members of a class; None if its values are not sent as objects."""
    if is_typeddict(kind):
        has_more = getattr(kind, "__extra_items__", NoExtraItems) is not NoExtraItems
        return ObjectType(tuple(_of_typed_dict(kind)), has_more=has_more)
    if hasattr(kind, "_sa_class_manager"):  # the codec refuses it
        return None
    hints = _hints(kind)
    if hasattr(kind, "__struct_encode_fields__"):
        return ObjectType(tuple(_of_struct(kind, hints)))
    names = _names(kind)
    if names is None:
        return None
    return ObjectType(tuple(Member(name, hints.get(name, Any)) for name in names))


def _names(kind: Any) -> list[str] | None:
    if dataclasses.is_dataclass(kind):
        return [field.name for field in dataclasses.fields(kind)]
    if hasattr(kind, "__attrs_attrs__"):
        return [each.name for each in kind.__attrs_attrs__]
    return list(kind._fields) if issubclass(kind, tuple) and hasattr(kind, "_fields") else None


def _of_typed_dict(kind: Any) -> Iterator[Member]:
    for name, annotation in _hints(kind).items():
        required, plain = name in kind.__required_keys__, annotation
        # with annotations that are texts, the class does not know what these say
        while get_origin(plain) in (Required, NotRequired, ReadOnly):
            if get_origin(plain) is not ReadOnly:
                required = get_origin(plain) is Required
            plain = get_args(plain)[0]
        yield Member(name, plain, not required)


def _of_struct(kind: Any, hints: Mapping[str, Any]) -> Iterator[Member]:
    config = kind.__struct_config__
    if config.tag_field is not None:
        yield Member(config.tag_field, Literal[config.tag])
    for sent, name in zip(kind.__struct_encode_fields__, kind.__struct_fields__, strict=True):
        hint = hints.get(name, Any)
        yield Member(sent, hint, is_optional=any(map(_is_unset, get_args(hint))))


def _hints(kind: Any) -> dict[str, Any]:
    """Return the annotations of a class, those of its bases in terms of its own type variables."""
    hints = hints_of(kind)
    for base in reversed(get_original_bases(kind)):
        origin = get_origin(base) or base
        if not isinstance(origin, type) or not hasattr(origin, "__annotations__"):
            continue
        parameters = getattr(origin, "__parameters__", ())
        given = {**dict.fromkeys(parameters, Unknown), **_given(parameters, get_args(base))}
        inherited = {name: _with(hint, given) for name, hint in _hints(origin).items()}
        hints |= {name: hint for name, hint in inherited.items() if not _defines(kind, name, origin)}
    return hints


def _defines(kind: Any, name: str, base: Any) -> bool:
    """Return True if a class annotates a name itself; a TypedDict also has the annotations of its bases."""
    own = vars(kind).get("__annotations__", {})
    return name in own and not (is_typeddict(kind) and own[name] is base.__annotations__.get(name))


def _with(annotation: Any, variables: Variables) -> Any:
    """Return an annotation with what stands for its type variables."""
    if isinstance(annotation, TypeVar):
        return variables.get(annotation, annotation)
    parameters = getattr(annotation, "__parameters__", ())
    if get_origin(annotation) is None or not parameters:
        return annotation
    if any(isinstance(each, TypeVarTuple) for each in parameters):
        return Unknown
    try:
        return annotation[tuple(variables.get(each, each) for each in parameters)]
    except TypeError:
        return Unknown


def _is_unset(kind: Any) -> bool:
    """Return True for msgspec's UNSET, which JSON leaves out."""
    return isinstance(kind, type) and qualified_name(kind) == "msgspec.UnsetType"


def variables_of(kind: Any, arguments: tuple[Any, ...], outer: Variables) -> Variables:
    """Return what stands for the type variables of a class.

    Args:
        kind: a class, or an alias of a type.
        arguments: those in brackets, ``Page[User]``.
        outer: the variables where that is written.
    """
    is_alias = is_typealiastype(kind)
    parameters = kind.__type_params__ if is_alias else getattr(kind, "__parameters__", ())
    return {name: _with(value, outer) for name, value in _given(parameters, arguments).items()}


def _given(parameters: tuple[Any, ...], arguments: tuple[Any, ...]) -> Variables:
    """Return the arguments by parameter; none if one of them stands for several arguments."""
    if any(isinstance(each, TypeVarTuple) for each in parameters):
        return {}
    return dict(zip(parameters, arguments, strict=False))
