"""Carrying out an action from a form, as every app does it."""

from accounts.forms.attempts import attempt

__all__ = ["attempt"]
