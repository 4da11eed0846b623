from typing import Any

from django import forms

from govuk.forms import CharacterCount, DateField, Form
from stages.domain.horizon import QUESTIONED
from stages.forms.findings import STAGE_CHOICES
from stages.models import Finding, HorizonAnswer


class HorizonAnswerForm(Form):
    """Whether it happened; a “yes” may raise a finding, a “not yet” needs a new day."""

    answer = forms.ChoiceField(
        label="Has it happened?",
        choices=HorizonAnswer.Answer.choices,
        widget=forms.RadioSelect(attrs={"class": "small"}),
        error_messages={"required": "Select whether it has happened"},
    )
    note = forms.CharField(
        label="What you know of it",
        help_text="What happened or did not, and where that is written",
        max_length=3000,
        widget=CharacterCount(attrs={"rows": 3}),
        error_messages={"required": "Enter what you know of it"},
    )
    new_date = DateField(label="If not yet: the new day", required=False, help_text="For example, 1 4 2027")
    raises = forms.BooleanField(label="If yes: raise a finding that questions stages", required=False)
    questions = forms.TypedMultipleChoiceField(
        label="Stages that the finding questions",
        coerce=int,
        choices=STAGE_CHOICES,
        initial=QUESTIONED,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "small"}),
    )
    severity = forms.ChoiceField(
        label="Severity of the finding",
        choices=Finding.Severity.choices,
        initial=Finding.Severity.AMBER,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "small inline"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("answer") == HorizonAnswer.Answer.NOT_YET and not data.get("new_date") and "new_date" in data:
            self.add_error("new_date", "Enter the new day on which it is expected")
        if data.get("raises") and not data.get("questions"):
            self.add_error("questions", "Select at least one stage that the finding questions")
        return data

    def answered(self) -> dict[str, Any]:
        """What the action needs: the stages only where a finding is wanted."""
        data = dict(self.cleaned_data)
        if not data.pop("raises"):
            data["questions"] = ()
        data["severity"] = data["severity"] or Finding.Severity.AMBER
        return data
