"""Fields for deadweight, the same for an outcome and for a rule of its own."""

from typing import Any

from django import forms

from contracts.domain import rules

METHODS = (
    ("none", "None is taken off, on a stated assumption"),
    ("conceded", "The agent concedes a share of every result"),
    ("counted", "The results expected of starts anyway are counted and not paid"),
)
AS_OUTCOME = ("", "As the definition of the outcome says")
ROUNDINGS = (
    ("per_claim", "Off each amount, to the penny"),
    ("per_period", "Off the total of a statement line, to the penny"),
    ("whole_people", "As whole results: some are paid in full, the others not at all"),
)
COUNTS = (("down", "Down"), ("nearest", "To the nearest"), ("up", "Up"))
NAMES = ("deadweight_method", "deadweight_share", "deadweight_rounding", "deadweight_count", "deadweight_source")


def fields(*, own: bool) -> dict[str, forms.Field]:
    """The fields; `own`: of a rule, which may leave it to the outcome."""
    methods = [AS_OUTCOME, *METHODS] if own else list(METHODS)
    return {
        "deadweight_method": forms.ChoiceField(
            label="How deadweight is left out of payment",
            choices=methods,
            required=not own,
            initial="" if own else "none",
            widget=forms.RadioSelect(attrs={"class": "small"}),
        ),
        "deadweight_share": forms.CharField(
            label="Share",
            required=False,
            help_text="A fraction such as 1/6, or a decimal such as 0.25. Leave empty if none is taken off.",
            widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
        ),
        "deadweight_rounding": forms.ChoiceField(
            label="How the share is taken off",
            choices=ROUNDINGS,
            initial="per_claim",
            widget=forms.RadioSelect(attrs={"class": "small"}),
        ),
        "deadweight_count": forms.ChoiceField(
            label="How the payable number of whole results is rounded",
            choices=COUNTS,
            initial="down",
            widget=forms.RadioSelect(attrs={"class": "small inline"}),
        ),
        "deadweight_source": forms.CharField(
            label="Source or assumption",
            required=False,
            help_text="Where the share comes from and its date; or the assumption by which none is taken off",
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
    }


def initial(found: dict[str, Any] | None) -> dict[str, Any]:
    """The fields' values for the deadweight of an entry."""
    if found is None:
        return {"deadweight_method": ""}
    return {f"deadweight_{key}": found.get(key) or "" for key in ("method", "share", "rounding", "count", "source")}


def item(cleaned: dict[str, Any]) -> dict[str, Any] | None:
    """The deadweight that the fields describe; None where it is left to the outcome."""
    method = cleaned["deadweight_method"]
    if not method:
        return None
    return {
        "method": method,
        "share": cleaned["deadweight_share"].strip() or None if method in rules.METHODS[1:] else None,
        "rounding": cleaned["deadweight_rounding"],
        "count": cleaned["deadweight_count"],
        "source": cleaned["deadweight_source"],
    }
