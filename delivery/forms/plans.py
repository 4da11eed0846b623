"""What an agent says of training and of its delivery plan."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from delivery.forms.agents import AgentForm
from delivery.forms.partners import whole_number
from delivery.models import Partner, Training
from govuk.forms import CharacterCount, DateField, Form


class TrainingForm(AgentForm):
    kind = forms.ChoiceField(label="Kind", choices=Training.Kind.choices, widget=forms.RadioSelect)
    topic = forms.CharField(label="Topic", max_length=200)
    held_on = DateField(label="Day")
    partner = forms.ModelChoiceField(
        label="Whose staff", queryset=Partner.objects.none(), required=False, empty_label="The lead agent's own"
    )
    roles = forms.CharField(label="Roles of those who took part", required=False, max_length=200)
    people = whole_number("Number of people who took part", least=1)
    first_time = whole_number(
        "Number of people who were trained here for the first time", "Coverage counts each person once, by this number"
    )
    mentor = forms.CharField(label="Trainer or mentor", required=False, max_length=200)

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = partners


class MilestoneForm(AgentForm):
    name = forms.CharField(label="Milestone", max_length=200)
    planned_on = DateField(
        label="Planned for",
        help_text="This day cannot be changed afterwards",
        error_messages={"required": "Enter the day for which it is planned"},
    )


class ReportForm(Form):
    reached_on = DateField(label="Reached on", help_text="Leave empty until it has been reached", required=False)
    expected_on = DateField(label="Now expected on", required=False)
    why = forms.CharField(
        label="Why it slipped",
        help_text="Needed when it is later than planned",
        required=False,
        max_length=1000,
        widget=CharacterCount(attrs={"rows": 3}),
    )
