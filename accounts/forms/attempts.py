"""Carrying out an action from a form: a refusal becomes the form's own error."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms

from accounts.errors import Forbidden, Refused

Done = TypeVar("Done")


def attempt(form: forms.BaseForm, action: Callable[..., object], /, **given: Any) -> bool:
    """Whether the action was carried out. If it was refused, the form says why; if forbidden, the page is a 403."""
    try:
        action(**given)
    except Forbidden:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def attempt_file(
    form: forms.BaseForm, action: Callable[..., Done], /, **given: Any
) -> tuple[Done, None] | tuple[None, Refused]:
    """What the action made of a file; or nothing and the refusal, which the field says."""
    try:
        return action(**given), None
    except Forbidden:
        raise
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return None, refusal
