from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localtime, make_aware

from expertbody.domain import lengths
from expertbody.forms.decisions import DecisionForm
from expertbody.models import Attendance, Seat, Vote
from govuk.forms import DateField, Form
from stages.forms.few_people import ReadByAll


class MeetingForm(Form):
    """When and where the body meets, and who chairs."""

    day = DateField(label="Date of the meeting", help_text="For example, 31 3 2027")
    time = forms.TimeField(
        label="Start time",
        help_text="For example, 14:00",
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"}),
    )
    minutes = forms.TypedChoiceField(
        label="How long it lasts", coerce=int, choices=lengths.choices(), initial=lengths.USUAL
    )
    place = forms.CharField(label="Place or link", help_text="A room, or the address of a video call", max_length=300)
    chair = forms.ModelChoiceField(
        label="Chair of the meeting", queryset=Seat.objects.none(), empty_label="Select a member"
    )

    def __init__(self, *args: Any, seats: QuerySet[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, length = self.fields["chair"], self.fields["minutes"]
        assert isinstance(field, forms.ModelChoiceField)
        assert isinstance(length, forms.TypedChoiceField)
        field.queryset = seats
        length.choices = lengths.choices(self.initial.get("minutes", lengths.USUAL))

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if None not in (data.get("day"), data.get("time")):
            said = datetime.combine(data["day"], data["time"])
            if localtime(make_aware(said).astimezone(UTC)).replace(tzinfo=None) != said:
                self.add_error("time", "Enter another time: the clocks go forward on that day, and pass over this one")
        return data

    def given(self) -> dict[str, Any]:
        """What the actions ask for: the date and the time as one moment, of this country."""
        data = self.cleaned_data
        return {
            "starts_at": make_aware(datetime.combine(data["day"], data["time"])),
            "minutes": data["minutes"],
            "place": data["place"],
            "chair": data["chair"],
        }


class ChangeForm(MeetingForm, ReadByAll):
    reason = forms.CharField(
        label="Reason, if it is moved to another time",
        help_text="Its members are told of it",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def given(self) -> dict[str, Any]:
        return super().given() | {"reason": self.cleaned_data["reason"]}


class CancelForm(ReadByAll):
    reason = forms.CharField(
        label="Reason",
        help_text="Its members are told of it, and it stays with the meeting",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why the meeting is cancelled"},
    )


class PastForm(Form):
    """Narrows the list of past meetings."""

    marks_optional = False

    q = forms.CharField(label="Search the items and motions", required=False, max_length=100)


class QuorumForm(Form):
    constituencies = forms.TypedChoiceField(
        label="How many of the five constituencies have to be present?",
        choices=[(number, str(number)) for number in range(1, 6)],
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "inline"}),
    )
    needs_service_users = forms.BooleanField(label="Somebody for the service users has to be present", required=False)
    needs_half_of_the_seated = forms.BooleanField(label="Half of all members have to be present", required=False)


class MattersForm(Form):
    """Matters that wait, to be put on the agenda; each is named by its kind and its number."""

    matters = forms.MultipleChoiceField(
        label="What waits for a decision",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one matter"},
    )

    def __init__(self, *args: Any, waiting: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["matters"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(waiting)

    def given(self) -> dict[str, Any]:
        named = (one.rsplit(":", 1) for one in self.cleaned_data["matters"])
        return {"matters": [(kind, int(number)) for kind, number in named]}


class ItemForm(ReadByAll):
    title = forms.CharField(label="Title of the item", max_length=300)
    asked = forms.CharField(
        label="What is asked of the members?",
        help_text="In plain words, so that everybody can prepare",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class _ByName(Form):
    """One question for each member, answered with one of a few words."""

    def ask(self, prefix: str, seats: Sequence[Seat], choices: Any, initial: dict[int, str], required: str) -> None:
        self.members = {f"{prefix}_{seat.pk}": seat for seat in seats}
        for name, seat in self.members.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{seat.user.name}, {seat.get_constituency_display().lower()}",
                choices=choices,
                initial=initial.get(seat.pk),
                widget=forms.RadioSelect(attrs={"class": "small inline"}),
                error_messages={"required": required.format(seat.user.name)},
            )

    def answers(self) -> dict[Seat, str]:
        return {seat: self.cleaned_data[name] for name, seat in self.members.items()}


class AttendanceForm(_ByName):
    def __init__(self, *args: Any, seats: Sequence[Seat], came: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask("seat", seats, Attendance.State.choices, came, "Select whether {} came")


class VoteForm(DecisionForm, _ByName):
    """What the motion asks, why, and how each member votes."""

    field_order = ["resolution", "wording", "rationale"]

    wording = forms.CharField(label="Wording of the motion", widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("votes_for", "votes_against", "abstentions"):
            del self.fields[name]
        resolution = self.fields["resolution"]
        assert isinstance(resolution, forms.ChoiceField)
        del self.fields["wording" if kwargs["resolutions"] else "resolution"]
        if "resolution" in self.fields:
            resolution.label = "What does the motion ask for?"
        self.fields["rationale"].label = "Reason for the motion"
        self.ask("vote", seats, Vote.Cast.choices, {}, "Select the vote of {}")

    def given(self) -> dict[str, Any]:
        data = {name: value for name, value in self.cleaned_data.items() if name not in self.members}
        return data | {"cast": self.answers()}


class NoteForm(ReadByAll):
    text = forms.CharField(
        label="Correction",
        help_text="What the minutes say, and what they should say. It cannot be changed afterwards",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ItemInterestForm(Form):
    interest = forms.CharField(
        label="What is your interest in this item?",
        help_text="For example, you are employed by an organisation that it concerns",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class InterestForm(Form):
    what = forms.CharField(
        label="What is the interest?",
        help_text="An employer, a contract, a grant, a close relative. Everybody in the programme can read it",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    from_date = DateField(label="Start date", help_text="For example, 31 3 2026")
    until_date = DateField(label="End date", help_text="Leave it empty while the interest lasts", required=False)
