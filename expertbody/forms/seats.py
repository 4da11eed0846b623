from typing import Any

from django import forms

from accounts.models import Organisation
from expertbody.models import Seat
from expertbody.selectors import organisations
from govuk.forms import DateField, Form
from stages.models import Programme


class SeatForm(Form):
    """Whom to seat, for which constituency, for how long."""

    constituency = forms.ChoiceField(
        label="Constituency",
        choices=Seat.Constituency.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the constituency that the person speaks for"},
    )
    email = forms.EmailField(
        label="Email address",
        help_text="If somebody already signs in with this address, they are seated",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label="Full name", required=False, max_length=200, help_text="Needed only for a person who is new here"
    )
    organisation = forms.ModelChoiceField(
        label="Organisation",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="None, or independent",
        help_text="The organisation that the person comes from",
    )
    from_date = DateField(label="First day of the term", help_text="For example, 1 4 2026")
    until_date = DateField(
        label="Last day of the term", required=False, help_text="Leave empty if the term runs until it is ended"
    )
    is_chair = forms.BooleanField(label="This person chairs the Expert Body", required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisations.of(programme)


class EndForm(Form):
    """When a term ends, and why."""

    on = DateField(label="Last day of the term", help_text="For example, 31 3 2026")
    because = forms.CharField(
        label="Why does the term end?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the reason why the term ends"},
    )
