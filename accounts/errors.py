"""Refusals that every action may raise. Their messages are safe to show and say what to do."""

from django.core.exceptions import PermissionDenied


class Refused(Exception):
    """An action was not carried out, for a reason that a person can understand and act on."""


class Forbidden(Refused, PermissionDenied):
    """The person may not do this. Where nothing catches it, the answer is the page for 403."""
