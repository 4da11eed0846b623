"""What somebody says when a participant's segment was wrong, and what is said to it."""

from typing import Any

from django import forms

from delivery.models import Decided, Participant
from govuk.forms import Form


class ReclassificationForm(Form):
    to_segment = forms.ChoiceField(
        label="Which segment should it be?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the segment"},
    )
    reason = forms.CharField(
        label="Why was the segment at the start wrong?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why the segment was wrong"},
    )
    evidence = forms.CharField(
        label="What shows it?",
        help_text="The document and where it is kept, without names or other personal data",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter what shows it"},
    )

    def __init__(self, *args: Any, participant: Participant, segment: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_segment"]
        assert isinstance(field, forms.ChoiceField)
        segments = participant.version.segments.exclude(code=segment).order_by("position")
        field.choices = [(one.code, one.name) for one in segments]


class DecisionForm(Form):
    """A second person confirms or refuses; a refusal needs its reason."""

    kind = forms.ChoiceField(
        label="What do you decide?",
        choices=Decided.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is confirmed or refused"},
    )
    reason = forms.CharField(
        label="Reason",
        help_text="Needed when you refuse",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def offer(self, confirm: str, refuse: str) -> None:
        """Name the two choices after what is decided on."""
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(Decided.CONFIRMED, confirm), (Decided.REFUSED, refuse)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("kind") == Decided.REFUSED and not given.get("reason", "").strip():
            self.add_error("reason", "Enter why it is refused")
        return given
