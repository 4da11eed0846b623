from typing import Any

from django import forms

from expertbody.domain import reviews as rules
from expertbody.models import Proposal, Seat
from govuk.forms import AffixedInput, CharacterCount, DateField, Form
from stages.domain import framework
from stages.forms.few_people import ReadByAll

STAGES = [("", "Not about a stage"), *((stage.number, f"{stage.number}. {stage.name}") for stage in framework.STAGES)]


class ProposalForm(ReadByAll):
    """What the body shall do, and why."""

    kind = forms.ChoiceField(
        label="What should the Expert Body do?",
        choices=Proposal.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the Expert Body should do"},
    )
    stage = forms.TypedChoiceField(
        label="Stage",
        choices=STAGES,
        coerce=int,
        empty_value=None,
        required=False,
        help_text="For reopening, pausing and resuming",
    )
    seat = forms.ModelChoiceField(
        label="Member",
        queryset=Seat.objects.none(),
        required=False,
        empty_label="Not about a member",
        help_text="For ending a term and appointing the chair",
    )
    why = forms.CharField(
        label="Why?",
        help_text="What the members have to know before they decide",
        max_length=2000,
        widget=CharacterCount(attrs={"rows": 4}),
        error_messages={"required": "Enter why the Expert Body should do this"},
    )

    def __init__(self, *args: Any, seats: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["seat"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = seats

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        about_member = data.get("kind") in {Proposal.Kind.END_SEAT, Proposal.Kind.CHAIR}
        if data.get("kind") and not about_member and not data.get("stage"):
            self.add_error("stage", "Select the stage")
        if about_member and not data.get("seat"):
            self.add_error("seat", "Select the member")
        return data


class ReviewForm(Form):
    """When the programme is reviewed, and how often."""

    due_on = DateField(label="Day of the next review", help_text="For example, 31 3 2027")
    every_months = forms.IntegerField(
        label="Time between two reviews",
        min_value=rules.SHORTEST,
        max_value=rules.LONGEST,
        widget=AffixedInput(suffix="months"),
    )
