"""Fields for how long after another result a result must lie."""

from typing import Any

from django import forms

from contracts.domain.rules import START
from contracts.domain.since import UNITS, WEEKS
from contracts.domain.terms import Terms
from contracts.forms import rates
from contracts.forms.clauses import Item


def fields(terms: Terms) -> dict[str, forms.Field]:
    """The other result, and the time since then."""
    outcomes = [(one.code, one.name) for one in terms.outcomes]
    return {
        "since_outcome": forms.ChoiceField(
            label="Paid only so long after",
            choices=[("", "Nothing: no time is asked for"), (START, "The participant's start"), *outcomes],
            required=False,
            help_text="The result that must have been achieved before. Of several, the first counts.",
        ),
        "since_number": forms.IntegerField(
            label="How much time must lie between",
            required=False,
            min_value=1,
            widget=forms.NumberInput(attrs=rates.NARROW),
        ),
        "since_unit": forms.ChoiceField(
            label="Counted in",
            choices=[(unit, many.capitalize()) for unit, (_, many) in UNITS.items()],
            initial=WEEKS,
            required=False,
            help_text="Weeks of term need the school terms in the calendar of the version.",
            widget=forms.RadioSelect(attrs={"class": "small inline"}),
        ),
    }


def initial(entry: Item | None) -> dict[str, Any]:
    """The values of the fields for the clause of a document."""
    if not entry:
        return {}
    return {"since_outcome": entry["outcome"], "since_number": entry["number"], "since_unit": entry["unit"]}


def missing(data: dict[str, Any]) -> dict[str, str]:
    """What has to be said besides what is said, by field."""
    if data.get("since_number") and not data.get("since_outcome"):
        return {"since_outcome": "Select the result from which the time is counted, or leave the time empty"}
    if data.get("since_outcome") and "since_number" in data and not data["since_number"]:
        return {"since_number": "Enter how much time must lie between"}
    return {}


def item(data: dict[str, Any]) -> Item | None:
    """The clause as a document has it; None where no time is asked for."""
    if not data["since_outcome"]:
        return None
    return {
        "outcome": data["since_outcome"],
        "number": data["since_number"],
        "unit": data["since_unit"] or WEEKS,
    }
