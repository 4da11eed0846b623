"""What an agent says of an activity, and what one can look for in the log."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from delivery.domain import notes
from delivery.forms.agents import AgentForm
from delivery.forms.partners import whole_number
from delivery.models import Activity, KeyWorker
from govuk.forms import CharacterCount, DateField, Form

ANY = ("", "Any")
LONGEST_NOTE = 500


def note() -> forms.CharField:
    return forms.CharField(
        label="Note",
        help_text="No names, addresses, numbers or anything else by which somebody could be known",
        required=False,
        max_length=LONGEST_NOTE,
        widget=CharacterCount(attrs={"rows": 3}),
    )


def worker() -> "forms.ModelChoiceField[KeyWorker]":
    return forms.ModelChoiceField(
        label="Key worker", queryset=KeyWorker.objects.none(), required=False, empty_label="Somebody else"
    )


class NoteForm(Form):
    """Refuses a note that seems to hold personal data, next to the field."""

    def clean_note(self) -> str:
        text: str = self.cleaned_data["note"]
        refusal = notes.refusal(text)
        if refusal:
            raise forms.ValidationError(refusal)
        return text

    def offer(self, workers: QuerySet[KeyWorker]) -> None:
        field = self.fields["key_worker"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = workers


class ActivityForm(AgentForm, NoteForm):
    reference = forms.CharField(label="Participant", help_text="Your reference", max_length=64)
    day = DateField(label="Day")
    kind = forms.ChoiceField(label="Kind", choices=Activity.Kind.choices, widget=forms.RadioSelect)
    minutes = whole_number("Minutes", least=1)
    key_worker = worker()
    note = note()

    def __init__(self, *args: Any, workers: QuerySet[KeyWorker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(workers)


class CorrectionForm(NoteForm):
    day = DateField(label="Day")
    kind = forms.ChoiceField(label="Kind", choices=Activity.Kind.choices, widget=forms.RadioSelect)
    minutes = whole_number("Minutes", "0 when it did not take place")
    key_worker = worker()
    note = note()

    def __init__(self, *args: Any, workers: QuerySet[KeyWorker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(workers)


class ActivitySearchForm(Form):
    reference = forms.CharField(label="Participant's reference begins with", required=False, max_length=64)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[ANY, *Activity.Kind.choices])
