"""Sending a file of rows: the refusal becomes the field's error, and what is wrong with each row a list."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms

from accounts.forms.attempts import attempt_file
from delivery.actions.records import RowsRefused
from delivery.domain.tables import BadRow

Counts = tuple[int, int]
Done = TypeVar("Done")


def said(counts: Counts, one: str, many: str) -> str:
    """2 activities are recorded; 1 was known already."""
    new, known = counts
    return (
        f"{new:,} {one if new == 1 else many} {'is' if new == 1 else 'are'} recorded; "
        f"{known:,} {'was' if known == 1 else 'were'} known already."
    )


def attempt_rows(
    form: forms.BaseForm, action: Callable[..., Done], /, **given: Any
) -> tuple[Done | None, list[BadRow]]:
    """What the action returned, or nothing and every bad row."""
    done, refusal = attempt_file(form, action, **given)
    return done, refusal.rows if isinstance(refusal, RowsRefused) else []
