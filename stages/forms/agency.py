from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from govuk.forms import AffixedInput, CharacterCount, Form, MoneyField
from stages.domain import congruence
from stages.models import Goal


class GoalsForm(Form):
    goals = forms.CharField(
        label="Goals",
        help_text="What the programme is for, as its parties may see it: 2 to 9 goals, each on a line of its own",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 7}),
    )

    def names(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["goals"].splitlines() if line.strip()]


class RankingForm(Form):
    """A place for every goal, from 1 for the most important."""

    def __init__(self, *args: Any, goals: Sequence[Goal], earlier: Sequence[int | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = goals
        choices = [("", "Choose")] + [(str(place), str(place)) for place in range(1, len(goals) + 1)]
        for goal, place in zip(goals, earlier, strict=True):
            self.fields[f"place_{goal.pk}"] = forms.TypedChoiceField(
                label=goal.name,
                choices=choices,
                coerce=int,
                initial=place or "",
                error_messages={"required": f"Select the place of “{goal.name}”"},
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and (problem := congruence.order_problem(list(self.places().values()))):
            self.add_error(None, problem)
        return data

    def places(self) -> Mapping[int, int]:
        return {goal.pk: self.cleaned_data[f"place_{goal.pk}"] for goal in self.goals}


class RiskForm(Form):
    maximum_loss = MoneyField(label="The most that it can lose", min_value=0)
    working_capital_weeks = forms.IntegerField(
        label="How long its own cash lasts",
        min_value=0,
        max_value=520,
        widget=AffixedInput(suffix="weeks", attrs={"class": "govuk-input--width-3"}),
    )
    statement = forms.CharField(
        label="Its attitude to risk, in its own words", max_length=2000, widget=CharacterCount(attrs={"rows": 4})
    )
