"""Sending a file of rows: the refusal becomes the field's error, and what is wrong with each row a list."""

from collections.abc import Callable
from typing import Any

from django import forms

from accounts.errors import Forbidden, Refused
from delivery.actions.records import RowsRefused
from delivery.domain.tables import BadRow

Counts = tuple[int, int]


def attempt_rows(
    form: forms.BaseForm, action: Callable[..., Counts], /, **given: Any
) -> tuple[Counts | None, list[BadRow]]:
    """What the action counted, or nothing and every bad row."""
    try:
        return action(**given), []
    except Forbidden:
        raise
    except Refused as refused:
        form.add_error("file", str(refused))
        return None, refused.rows if isinstance(refused, RowsRefused) else []
