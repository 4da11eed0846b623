"""The kinds of values in JSON: a number is no text, and “true” is not true. What programs send is taken at its word."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

Fields = dict[str, serializers.Field[Any, Any, Any, Any]]


def whole(sent: Any) -> Any:
    """What was sent, with 4.0 as 4: in JSON both are the same whole number."""
    if isinstance(sent, dict):
        return {
            name: [_whole(one) for one in value] if isinstance(value, list) else _whole(value)
            for name, value in sent.items()
        }
    return sent


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def require(serializer: serializers.Serializer[Any]) -> None:
    """Raise a problem that names each field whose value is of another kind than the schema says."""
    sent = serializer.initial_data
    if not isinstance(sent, dict):
        return
    wrong = {name: [said] for name, field in serializer.fields.items() if (said := _wrong(field, sent.get(name)))}
    if wrong:
        raise ValidationError(wrong, code="kind")


def _wrong(field: Any, value: Any) -> str:
    """What is wrong with the kind of the value; nothing for one that is missing."""
    if value is None:
        return ""
    if isinstance(field, serializers.ListField):
        if not isinstance(value, list):
            return "Send a list."
        return next((said for one in value if (said := _wrong(field.child, one) or _missing(one))), "")
    kind, said = _kind(field)
    return "" if type(value) is kind else said


def _missing(value: Any) -> str:
    return "Nothing may be missing in the list." if value is None else ""


def _kind(field: Any) -> tuple[type, str]:
    if isinstance(field, serializers.BooleanField):
        return bool, "Send true or false."
    numbered = isinstance(field, serializers.ChoiceField) and all(isinstance(one, int) for one in field.choices)
    if isinstance(field, serializers.IntegerField) or numbered:
        return int, "Send a whole number."
    return str, "Send a text."
