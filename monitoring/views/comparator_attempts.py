"""Sending a file about schemes elsewhere: the refusal becomes the field's error, and each fault a line of a table."""

from collections.abc import Callable
from typing import Any

from django import forms

from accounts.errors import Forbidden, Refused
from monitoring.actions.comparators import ComparatorsRefused, Taken
from monitoring.domain.exact_json import Fault


def attempt_file(
    form: forms.BaseForm, action: Callable[..., list[Taken]], /, **given: Any
) -> tuple[list[Taken], list[Fault]]:
    """What was taken, or nothing and everything that is wrong with the file."""
    try:
        return action(**given), []
    except Forbidden:
        raise
    except Refused as refused:
        form.add_error("file", str(refused))
        return [], refused.faults if isinstance(refused, ComparatorsRefused) else []
