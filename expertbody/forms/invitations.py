from typing import Any

from django import forms

from expertbody.forms.seats import SeatForm
from govuk.forms import CharacterCount, Form


class InvitationForm(SeatForm):
    """Whom to offer a seat, for which constituency, for how long."""

    note = forms.CharField(
        label="Message to the person",
        required=False,
        max_length=1000,
        help_text="It stands in the email, under the constituency and the term",
        widget=CharacterCount(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = "The invitation is sent to this address"


class AnswerForm(Form):
    """Yes or no to a seat."""

    answer = forms.ChoiceField(
        label="Do you take the seat?",
        choices=(("accept", "Yes, I take it"), ("decline", "No")),
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you take the seat"},
    )
    reason = forms.CharField(
        label="Why not?",
        required=False,
        max_length=1000,
        help_text="Needed only if you say no. Whoever invited you can read it",
        widget=CharacterCount(attrs={"rows": 3}),
    )


class WithdrawForm(Form):
    reason = forms.CharField(
        label="Why is the invitation withdrawn?", max_length=1000, widget=CharacterCount(attrs={"rows": 3})
    )
