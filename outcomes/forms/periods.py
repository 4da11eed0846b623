"""Windows, closing and exceptions of periods."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Organisation
from govuk.forms import AffixedInput, CharacterCount, DateField, Form


class WindowForm(Form):
    """From when to when rows of a period are taken."""

    opens_on = DateField(label="First day", help_text="Rows of the period are taken from this day on")
    closes_on = DateField(label="Last day", help_text="After it, only an exception lets an agent send more")
    reason = forms.CharField(
        label="Why is it changed?",
        required=False,
        help_text="Needed where agents have been given another window before",
        max_length=500,
        widget=CharacterCount(),
    )


class WindowsForm(Form):
    """One rule for every period that has no window yet."""

    days = forms.IntegerField(
        label="Days after the end of each period",
        help_text="Rows are taken from the first day of a period until so many days after its last day",
        min_value=0,
        max_value=365,
        widget=AffixedInput(suffix="days"),
    )


class ClosingForm(Form):
    """A deliberate act: what was looked at, and that it is meant."""

    statement = forms.CharField(
        label="What was looked at before closing?",
        help_text="For example that every agent has sent its rows, and that rejected rows were corrected",
        max_length=1000,
        widget=CharacterCount(),
        error_messages={"required": "Enter what was looked at before closing"},
    )
    meant = forms.BooleanField(
        label="I close this period for good",
        error_messages={"required": "Tick the box to say that the period is to be closed"},
    )


class ExceptionForm(Form):
    """Which agent may send rows until when, and why."""

    agent = forms.ModelChoiceField(
        label="Agent",
        queryset=Organisation.objects.none(),
        empty_label="Select an agent",
        error_messages={"required": "Select the agent"},
    )
    until = DateField(label="Until", help_text="The last day on which its rows are taken")
    reason = forms.CharField(
        label="Why?",
        help_text="Everybody who may see the period reads it. No names of participants",
        max_length=500,
        widget=CharacterCount(),
        error_messages={"required": "Enter why the agent may still send rows"},
    )

    def __init__(self, *args: Any, agents: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = agents
