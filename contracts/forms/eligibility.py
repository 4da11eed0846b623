"""Fields for who may be on the programme, in the language of segments."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from contracts.forms.clauses import Item, typed_lines
from govuk.forms import DateField

EXAMPLE = "“age: 18-24, 25-34”"


def fields() -> dict[str, forms.Field]:
    """The fields. Who may achieve a single outcome is told in its definition, in words."""
    return {
        "eligible_rule": forms.CharField(
            label="Who may be on the programme",
            required=False,
            help_text=f"One attribute a line with its values, such as {EXAMPLE}. Rows of participants with another "
            "value, or none, are refused. Leave empty for everybody",
            widget=forms.Textarea(attrs={"rows": 3}),
        ),
        "eligible_started_from": DateField(label="First day on which somebody may start", required=False),
        "eligible_started_until": DateField(label="Last day on which somebody may start", required=False),
    }


def initial(entry: Item | None) -> dict[str, Any]:
    """The values of the fields for the clause of a document."""
    found = entry or {}
    days = {name: found.get(name) for name in ("started_from", "started_until")}
    return {
        "eligible_rule": typed(found.get("rule", {})),
        **{f"eligible_{name}": datetime.date.fromisoformat(day) if day else None for name, day in days.items()},
    }


def typed(rule: dict[str, list[str]]) -> str:
    """A rule as a person types it."""
    return "\n".join(f"{name}: {', '.join(values)}" for name, values in rule.items())


def rule(text: str) -> dict[str, list[str]]:
    """The attributes and values that a person typed, one attribute a line."""
    found: dict[str, list[str]] = {}
    for line in typed_lines(text):
        name, colon, values = line.partition(":")
        listed = [value.strip() for value in values.split(",") if value.strip()]
        if not colon or not name.strip() or not listed:
            raise ValidationError(f"Write “{line}” as an attribute, a colon and its values, such as “age: 18-24”")
        found.setdefault(name.strip(), []).extend(listed)
    return found


def item(data: dict[str, Any]) -> Item | None:
    """The clause as a document has it; None where everybody may be on the programme."""
    days = {name: data[f"eligible_{name}"] for name in ("started_from", "started_until")}
    if not data["eligible_rule"] and not any(days.values()):
        return None
    return {"rule": data["eligible_rule"], **{name: str(day) if day else None for name, day in days.items()}}
