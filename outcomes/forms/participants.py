"""What an agent says when a participant leaves, or goes over to another agent."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Organisation
from delivery.forms.agents import AgentForm
from delivery.models import Exit
from govuk.forms import DateField, Form
from outcomes.forms.submissions import RowsFileForm
from outcomes.models import NotAnOutcome, PersonQuestion


class ExitForm(Form):
    exited_on = DateField(label="On which day?", error_messages={"required": "Enter the day"})
    reason = forms.ChoiceField(
        label="What happened?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what happened"},
    )
    note = forms.CharField(
        label="Note",
        help_text="Without names or anything else by which somebody could be known",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, has_left: bool, **kwargs: Any) -> None:
        """Whoever has left can only come back; everybody else can only leave."""
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        returned = Exit.Reason.RETURNED
        field.choices = [(value, label) for value, label in Exit.Reason.choices if (value == returned) == has_left]


class TransferForm(Form):
    to_agent = forms.ModelChoiceField(
        label="To which agent?",
        queryset=Organisation.objects.none(),
        to_field_name="code",
        error_messages={"required": "Select the agent"},
    )
    from_date = DateField(
        label="From which day on?",
        help_text="Outcomes from this day on are the other agent’s",
        error_messages={"required": "Enter the day"},
    )
    reference = forms.CharField(
        label="Reference at the other agent",
        help_text="Under which the other agent will claim; never a name",
        max_length=64,
        error_messages={"required": "Enter the reference at the other agent"},
    )
    reason = forms.CharField(
        label="Why?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why the participant is handed over"},
    )

    def __init__(self, *args: Any, agents: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_agent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = agents


class IdentityForm(AgentForm, RowsFileForm):
    field_order = ("agent", "file")

    def what_was_sent(self) -> dict[str, Any]:
        """The agent and the file, as the action takes them."""
        given = self.cleaned_data
        return {"agent": given["agent"], "filename": given["file"].name, "file": given["file"]}


class PersonAnswerForm(Form):
    text = forms.CharField(
        label="Your answer",
        help_text="Without names or anything else by which somebody could be known",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the answer"},
    )


class NotAnOutcomeForm(Form):
    reason = forms.ChoiceField(
        label="Why is it not an outcome?",
        choices=NotAnOutcome.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why it is not an outcome"},
    )
    note = forms.CharField(label="Note", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class PersonQuestionSearchForm(Form):
    q = forms.CharField(label="Reference begins with", required=False, max_length=64)
    state = forms.ChoiceField(
        label="Answer", required=False, choices=[("", "Any"), ("open", "Not answered"), ("answered", "Answered")]
    )
    kind = forms.ChoiceField(label="Question", required=False, choices=[("", "Any"), *PersonQuestion.Kind.choices])
