"""Refusals that every action may raise. Their messages are safe to show and say what to do."""

from django.core.exceptions import PermissionDenied


class Refused(Exception):
    """An action was not carried out, for a reason that a person can understand and act on."""


class Forbidden(Refused, PermissionDenied):
    """The person may not do this. Where nothing catches it, the answer is the page for 403."""


class SecondFactorNeeded(Forbidden):
    """The person may do this once they have a second factor. The answer is the page that says how to get one."""
