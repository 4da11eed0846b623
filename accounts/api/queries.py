"""The parameters that reading takes."""

from typing import Any

from rest_framework import serializers

from accounts.api import pages

LONGEST = 1000


class FieldsField(serializers.CharField):
    """Names with commas between them."""

    def to_internal_value(self, data: Any) -> Any:
        if len(data) > LONGEST:
            self.fail("max_length", max_length=LONGEST)
        return [name.strip() for name in super().to_internal_value(data).split(",") if name.strip()]


class ItemQuery(serializers.Serializer[Any]):
    fields = FieldsField(  # type: ignore[assignment]
        required=False, max_length=LONGEST, help_text="Only these fields, with commas between them"
    )


class ListQuery(ItemQuery):
    cursor = serializers.CharField(
        required=False, max_length=200, help_text="Where the page begins: follow the address in `next`"
    )
    page_size = serializers.IntegerField(
        required=False, min_value=1, max_value=pages.MOST, help_text=f"Rows of a page; {pages.USUAL} unless said"
    )
