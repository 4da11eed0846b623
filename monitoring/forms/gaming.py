from django import forms

from govuk.forms import Form
from monitoring.models import GamingSettlement
from monitoring.selectors import gaming_questions
from stages.forms.few_people import ReadByAll


class FilterForm(Form):
    """Narrows the list of questions."""

    q = forms.CharField(label="Search", required=False, max_length=100)
    state = forms.ChoiceField(label="State", required=False, choices=gaming_questions.STATES)


class ReplyForm(Form):
    text = forms.CharField(
        label="What explains the figures?",
        help_text="Without names or anything else by which a participant could be known",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter what explains the figures"},
    )


class SettleForm(ReadByAll):
    kind = forms.ChoiceField(
        label="How is the question settled?",
        choices=[
            (GamingSettlement.Kind.ACCEPTED, "The reply explains the figures: accept it"),
            (GamingSettlement.Kind.FINDING, "It does not: raise a finding that questions the stages"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the question is settled"},
    )
    reason = forms.CharField(
        label="Reason",
        help_text="The agent reads it. Everybody in the programme reads it when a finding is raised.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the reason"},
    )
