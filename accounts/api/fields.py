"""Fields that many requests share."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

LONGEST = 3000
NOT_BLANK = r"[^\s\x1c-\x1f\x85]"
"""A character that is kept when what stands before and after a text is cut off, whoever's notion of a space it is."""


class Text(serializers.RegexField):
    """Words that a person reads: not blank, at most as long as the pages take them."""

    def __init__(self, help_text: str = "", *, max_length: int = LONGEST, **kwargs: Any) -> None:
        super().__init__(NOT_BLANK, max_length=max_length, help_text=help_text, **kwargs)


@extend_schema_field({"type": "string", "pattern": r"^-?[0-9]{1,10}(\.[0-9]{1,4})?$"})
class Amount(serializers.DecimalField):
    """An exact number as text."""


@extend_schema_field({"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$"})
class Money(serializers.DecimalField):
    """Pounds and pence as text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=14, decimal_places=2, **kwargs)


class Name(serializers.CharField):
    """The name of a person or of an organisation, as pages show it; empty where there is nobody."""

    def to_representation(self, value: Any) -> str:
        return str(value)
