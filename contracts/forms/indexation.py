"""Fields for how amounts rise with the years."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from contracts.domain import rules
from contracts.domain.terms import Terms
from contracts.forms.clauses import Item, typed_lines
from contracts.forms.sections import as_share, exact_percent
from govuk.forms import PercentField

FACTOR = re.compile(r"^(\d{1,4})\s*:\s*[×x*]?\s*(\d{1,3}(?:\.\d{1,9})?)$", re.IGNORECASE)
BASES = [
    ("", "They do not rise"),
    ("contract", "With each contract year: 1, 2, 3 …"),
    ("financial", "With each financial year, named by the year in which it begins"),
]


def fields(terms: Terms) -> dict[str, forms.Field]:
    """The fields, with a choice of the rules of the draft whose amounts can rise."""
    return {
        "index_basis": forms.ChoiceField(
            label="Whether amounts rise with the years",
            choices=BASES,
            required=False,
            widget=forms.RadioSelect(attrs={"class": "small"}),
        ),
        "index_yearly": PercentField(
            label="Yearly rise", required=False, help_text="Leave empty if an index says by how much"
        ),
        "index_table": forms.CharField(
            label="Or factors by year",
            required=False,
            help_text="One a line: the year, a colon, the factor on the first amounts, such as “2027: 1.034”. "
            "A factor holds until the next year named",
            widget=forms.Textarea(attrs={"rows": 4}),
        ),
        "index_source": forms.CharField(
            label="Source of the rise", required=False, max_length=300, help_text="The index and where it is published"
        ),
        "index_rules": forms.MultipleChoiceField(
            label="Only amounts of these rules",
            choices=[(rule.code, rule.name) for rule in terms.rules if rules.has_own_amount(rule)],
            required=False,
            help_text="Select none for every rule.",
            widget=forms.CheckboxSelectMultiple(attrs={"class": "small"}),
        ),
    }


def initial(entry: Item | None) -> dict[str, Any]:
    """The values of the fields for the clause of a document."""
    if not entry:
        return {"index_basis": ""}
    return {
        "index_basis": entry["basis"],
        "index_yearly": exact_percent(entry.get("yearly")),
        "index_table": "\n".join(f"{one['year']}: {one['factor']}" for one in entry["table"]),
        "index_source": entry["source"],
        "index_rules": entry["rules"],
    }


def table(text: str) -> list[Item]:
    """The factors that a person typed, one a line."""
    found = []
    for line in typed_lines(text):
        match = FACTOR.match(line)
        if match is None:
            raise ValidationError(f"Write “{line}” as a year, a colon and a factor, such as “2027: 1.034”")
        found.append({"year": int(match[1]), "factor": match[2]})
    return found


def item(data: dict[str, Any]) -> Item | None:
    """The clause as a document has it; None where amounts do not rise."""
    if not data["index_basis"]:
        return None
    return {
        "basis": data["index_basis"],
        "yearly": as_share(data["index_yearly"]),
        "table": data["index_table"],
        "rules": data["index_rules"],
        "source": data["index_source"],
    }
