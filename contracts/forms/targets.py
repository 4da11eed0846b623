"""The form for a target, with the path that a cohort is expected to take."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from contracts.domain import exact
from contracts.forms.clauses import ClauseForm, Item, code_field, typed_lines
from contracts.forms.sections import HUNDRED
from contracts.models import Target
from contracts.selectors import organisations
from stages.domain import framework

STAGES = [stage for stage in framework.STAGES if stage.number in framework.QUESTIONABLE]


class TargetForm(ClauseForm):
    """What is expected of an outcome, the least acceptable, and which stages a shortfall questions."""

    GROUPS = (
        ("", "", ("code", "outcome", "segment", "agent", "period")),
        ("Level", "", ("measure", "value", "minimum")),
        (
            "Path of a cohort",
            "Participants who started together reach their final level over time. Until then, they are compared with "
            "this path.",
            ("maturity",),
        ),
        (
            "Stages that a shortfall questions",
            "Say why for each stage that should be looked at again when the target is missed. Leave the others empty.",
            tuple(f"stage_{stage.number}" for stage in STAGES),
        ),
    )

    code = code_field("job-rate")
    outcome = forms.ChoiceField(label="Outcome")
    segment = forms.ChoiceField(label="Segment", required=False)
    agent = forms.ChoiceField(label="Agent", required=False)
    period = forms.ChoiceField(label="Period", required=False)
    measure = forms.ChoiceField(
        label="How it is measured",
        choices=Target.Measure.choices,
        initial="rate",
        widget=forms.RadioSelect,
    )
    value = forms.CharField(
        label="Target",
        help_text="A percentage of the cohort such as 35%, or a number in each period such as 120",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    minimum = forms.CharField(
        label="Minimum performance level",
        required=False,
        help_text="Below this, the contract is acted on",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    maturity = forms.CharField(
        label="Share of the final level reached by a day",
        required=False,
        help_text="One point a line: days since the start, a colon and a percentage, such as “182: 20%”, up to 100%.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def added_fields(self) -> dict[str, forms.Field]:
        return {
            f"stage_{stage.number}": forms.CharField(
                label=f"Stage {stage.number}: {stage.name}", required=False, widget=forms.Textarea(attrs={"rows": 2})
            )
            for stage in STAGES
        }

    def prepare(self) -> None:
        names = dict(organisations.of(self.programme).values_list("code", "name"))
        self.choose("outcome", self.outcome_choices("Select an outcome"))
        self.choose("segment", self.segment_choices())
        self.choose(
            "agent", [("", "All agents together"), *((code, names.get(code, code)) for code in self.terms.agents)]
        )
        self.choose("period", [("", "Each period"), *((one.code, one.code) for one in self.terms.periods)])

    def initial_of(self, entry: Item) -> Item:
        points = [f"{point['days']}: {_percent(point['share'])}" for point in entry["maturity"]]
        is_rate = entry["measure"] == "rate"
        levels = {
            name: _percent(entry[name]) if is_rate and entry[name] is not None else entry[name]
            for name in ("value", "minimum")
        }
        reasons = {f"stage_{one['stage']}": one["why"] for one in entry["questions_stages"]}
        return {**entry, **levels, **reasons, "maturity": "\n".join(points)}

    def clean_maturity(self) -> list[Item]:
        found = []
        for line in typed_lines(self.cleaned_data["maturity"]):
            days, colon, share = line.partition(":")
            try:
                number = int(days.strip().removeprefix("day").strip())
            except ValueError:
                colon = ""
            if not colon or (figure := _figure(share, is_rate=True)) is None:
                raise ValidationError(f"Write “{line}” as days, a colon and a percentage, such as “182: 20%”")
            found.append({"days": number, "share": figure})
        return found

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for name in ("value", "minimum"):
            if data.get(name):
                data[name] = _figure(data[name], is_rate=data.get("measure") == "rate")
                if data[name] is None:
                    self.add_error(name, "Enter a percentage such as 35%, or a number such as 120")
        return data

    def item(self) -> Item:
        data = self.cleaned_data
        reasons = [(stage.number, data[f"stage_{stage.number}"].strip()) for stage in STAGES]
        return {
            "code": self.entry_code(),
            **{name: data[name] or None for name in ("outcome", "segment", "agent", "measure", "value", "minimum")},
            "maturity": data["maturity"],
            "questions_stages": [{"stage": number, "why": why} for number, why in reasons if why],
            **({"period": data["period"]} if data["period"] else {}),
        }


def _percent(share: str) -> str:
    return f"{exact.number(Decimal(share) * HUNDRED)}%"


def _figure(text: str, *, is_rate: bool) -> str | None:
    """A typed level as the document has it; None where it is no number."""
    try:
        number = Decimal(text.strip().removesuffix("%").replace(",", ""))
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    return exact.number(number / HUNDRED if is_rate else number)
