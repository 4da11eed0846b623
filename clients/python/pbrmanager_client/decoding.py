"""From JSON to dataclasses and back. Fields that this version does not know are passed over."""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

Shape = TypeVar("Shape")


class Unreadable(ValueError):
    """The answer has not the shape that is described."""


def read(shape: type[Shape], given: Any) -> Shape:
    """A dataclass from what was answered. Raises `Unreadable`."""
    if not isinstance(given, dict):
        raise Unreadable(f"{shape.__name__} was expected.")
    hints = _hints(typing.cast("object", shape))
    try:
        return shape(**{name: _value(hints[name], value) for name, value in given.items() if name in hints})
    except (TypeError, ValueError, InvalidOperation) as error:
        raise Unreadable(f"{shape.__name__}: {error}") from error


def body(sent: Any) -> dict[str, Any]:
    """What is sent, as JSON has it, without what is not given."""
    if isinstance(sent, dict):
        return sent
    found = {field.name: getattr(sent, field.name) for field in dataclasses.fields(sent)}
    return {name: plain(value) for name, value in found.items() if value is not None}


def plain(value: Any) -> Any:
    """A value as JSON and addresses have it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, Decimal) else value


@functools.cache
def _hints(shape: Any) -> dict[str, Any]:
    return typing.get_type_hints(shape)


def _value(kind: Any, value: Any) -> Any:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType or origin is typing.Union:
        if value is None and type(None) in inner:
            return None
        return _value(next(one for one in inner if one is not type(None)), value)
    if origin is tuple:
        return tuple(_value(inner[0], one) for one in value)
    if dataclasses.is_dataclass(kind):
        return read(typing.cast("type[Any]", kind), value)
    if kind is datetime or kind is date:
        return kind.fromisoformat(value)
    return Decimal(value) if kind is Decimal else value
