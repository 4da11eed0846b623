"""Refusals that every action may raise. Their messages are safe to show and say what to do."""


class Refused(Exception):
    """An action was not carried out, for a reason that a person can understand and act on."""


class Forbidden(Refused):
    """The person may not do this."""
