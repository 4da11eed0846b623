"""Fields for the least and the most time after another result at which a result is paid."""

from typing import Any

from django import forms

from contracts.domain.rules import START
from contracts.domain.spans import UNITS, WEEKS
from contracts.domain.terms import Terms
from contracts.forms import rates
from contracts.forms.clauses import Item

SINCE, WITHIN = "since", "within"
LABELS = {
    SINCE: ("Paid only so long after", "Nothing: no time is asked for", "How much time must lie between"),
    WITHIN: ("Paid only within so long after", "Nothing: no time limits it", "How much time may lie between"),
}


def fields(terms: Terms) -> dict[str, forms.Field]:
    """For each of the two, the other result and the time since then."""
    return {**_fields(terms, SINCE), **_fields(terms, WITHIN)}


def _fields(terms: Terms, name: str) -> dict[str, forms.Field]:
    outcomes = [(one.code, one.name) for one in terms.outcomes]
    label, nothing, how_much = LABELS[name]
    return {
        f"{name}_outcome": forms.ChoiceField(
            label=label,
            choices=[("", nothing), (START, "The participant's start"), *outcomes],
            required=False,
            help_text="The result that must have been achieved before. Of several, the first counts.",
        ),
        f"{name}_number": forms.IntegerField(
            label=how_much,
            required=False,
            min_value=1,
            widget=forms.NumberInput(attrs=rates.NARROW),
        ),
        f"{name}_unit": forms.ChoiceField(
            label="Counted in",
            choices=[(unit, many.capitalize()) for unit, (_, many) in UNITS.items()],
            initial=WEEKS,
            required=False,
            help_text="Weeks of term need the school terms in the calendar of the version.",
        ),
    }


def initial(entry: Item) -> dict[str, Any]:
    """The values of the fields for a rule of a document."""
    return {
        f"{name}_{key}": span[key]
        for name in LABELS
        if (span := entry.get(name))
        for key in ("outcome", "number", "unit")
    }


def missing(data: dict[str, Any]) -> dict[str, str]:
    """What has to be said besides what is said, by field."""
    found: dict[str, str] = {}
    for name in LABELS:
        outcome, number = f"{name}_outcome", f"{name}_number"
        if data.get(number) and not data.get(outcome):
            found[outcome] = "Select the result from which the time is counted, or leave the time empty"
        if data.get(outcome) and number in data and not data[number]:
            found[number] = f"Enter {LABELS[name][2][0].lower()}{LABELS[name][2][1:]}"
    return found


def items(data: dict[str, Any]) -> dict[str, Item]:
    """The clauses as a document has them; none where no time is asked for."""
    return {
        name: {
            "outcome": data[f"{name}_outcome"],
            "number": data[f"{name}_number"],
            "unit": data[f"{name}_unit"] or WEEKS,
        }
        for name in LABELS
        if data[f"{name}_outcome"]
    }
