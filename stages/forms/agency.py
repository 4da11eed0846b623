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


YES_OR_NO = (("no", "No"), ("yes", "Yes"))


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


class AgentRiskForm(RiskForm):
    """A candidate to be the agent speaks of itself, and says besides what risk it passes down."""

    LABELS = {
        "maximum_loss": "The most that you can lose",
        "working_capital_weeks": "How long your own cash lasts",
        "statement": "Your attitude to risk, in your own words",
    }

    passes_risk_down = forms.TypedChoiceField(
        label="Do you pass risk down to those who deliver for you?",
        help_text="For example, subcontractors who are paid by results, or paid later than you are",
        choices=YES_OR_NO,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you pass risk down"},
    )
    passed_down = forms.CharField(
        label="To whom, and how much?", required=False, max_length=2000, widget=CharacterCount(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.LABELS.items():
            self.fields[name].label = label

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("passes_risk_down") is True and not data.get("passed_down", "").strip():
            self.add_error("passed_down", "Enter to whom risk is passed down, and how much of it")
        return data


def risk_form(*args: Any, is_agent: bool, **kwargs: Any) -> RiskForm:
    """The form for a candidate to be the agent, or for the other parties."""
    return (AgentRiskForm if is_agent else RiskForm)(*args, **kwargs)
