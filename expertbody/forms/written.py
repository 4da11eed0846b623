from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.timezone import make_aware

from expertbody.models import WrittenBallot
from govuk.forms import DateField, Form
from stages.forms.few_people import ReadByAll


class WrittenVoteForm(ReadByAll):
    """What the members are asked in writing, why, and until when they may vote."""

    resolution = forms.ChoiceField(
        label="What does the vote ask for?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the vote asks the Expert Body to do"},
    )
    reason = forms.CharField(
        label="Reason",
        help_text="What the members have to know to vote without a meeting. It becomes the reason for the decision",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter the reason why the Expert Body should do this"},
    )
    last_day = DateField(
        label="Last day to vote",
        help_text="Tomorrow at the earliest, for example, 31 3 2027. Votes are taken until the end of the day",
    )

    def __init__(self, *args: Any, resolutions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["resolution"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(resolutions)

    def given(self) -> dict[str, Any]:
        """What the action asks for: the last day as its last minute."""
        data = self.cleaned_data
        deadline = make_aware(datetime.combine(data["last_day"], time(23, 59)))
        return {"resolution": data["resolution"], "reason": data["reason"], "deadline": deadline}


class BallotForm(ReadByAll):
    vote = forms.ChoiceField(
        label="How do you vote?",
        choices=WrittenBallot.Cast.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how you vote"},
    )
    reason = forms.CharField(
        label="Your reason",
        help_text="If you stand back, say what your interest is. A reason against is kept as dissent with the decision",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WrittenSearchForm(Form):
    """Narrows the list of written votes."""

    marks_optional = False

    q = forms.CharField(label="Search what was asked and why", required=False, max_length=100)
