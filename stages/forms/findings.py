from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from govuk.forms import CharacterCount, DateField, Form
from stages.domain import framework
from stages.forms.few_people import ReadByAll
from stages.models import EffectCheck, Finding

STAGE_CHOICES = [(number, f"{number}. {framework.BY_NUMBER[number].name}") for number in framework.QUESTIONABLE]


def _words(label: str, help_text: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=3000, widget=CharacterCount(attrs={"rows": rows})
    )


class FindingFilterForm(Form):
    q = forms.CharField(label="Search", required=False, max_length=100)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "All"), ("open", "Open"), ("closed", "Closed")]
    )
    stage = forms.TypedChoiceField(
        label="Stage questioned", required=False, coerce=int, empty_value=None, choices=[("", "All"), *STAGE_CHOICES]
    )


class FindingForm(ReadByAll):
    """A finding that a person raises; monitoring raises its own."""

    title = forms.CharField(label="Title", help_text="What is wrong, in a few words", max_length=200)
    summary = _words("What was seen", "Facts and figures, where they come from, and since when", rows=5)
    source = forms.ChoiceField(
        label="Where it comes from",
        choices=[choice for choice in Finding.Source.choices if choice[0] not in Finding.OF_THEIR_OWN],
        widget=forms.RadioSelect(),
    )
    severity = forms.ChoiceField(
        label="Severity", choices=Finding.Severity.choices, widget=forms.RadioSelect(attrs={"class": "small inline"})
    )
    stages = forms.TypedMultipleChoiceField(
        label="Stages that it questions",
        help_text="Select all that may have caused it",
        coerce=int,
        choices=STAGE_CHOICES,
        widget=forms.CheckboxSelectMultiple(),
    )
    why = _words("Why these stages?")


class ReplyForm(ReadByAll):
    text = _words("Your reply")


class AnswerForm(ReadByAll):
    answer = forms.ChoiceField(
        label="Answer",
        choices=(
            ("accept", "Accept it"),
            ("reopen", "Accept it and reopen the stages it questions"),
            ("dismiss", "Dismiss it"),
        ),
        widget=forms.RadioSelect(),
    )
    rationale = _words("Reason for the answer")


class ActionForm(ReadByAll):
    what = _words("What will be done")
    owner = forms.ModelChoiceField(label="Who owns it", queryset=User.objects.none(), empty_label="Select a person")
    due_on = DateField(label="Due date", help_text="For example, 31 3 2027")

    def __init__(self, *args: Any, members: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = members


class DoneForm(ReadByAll):
    note = _words("What was done")


class EffectForm(ReadByAll):
    effect = forms.ChoiceField(
        label="Did it have its effect?", choices=EffectCheck.Effect.choices, widget=forms.RadioSelect()
    )
    note = _words("What you saw", "The figures before and after, and where they come from")


class CloseFindingForm(ReadByAll):
    note = _words("What was learned", "Kept with the finding, for this programme and the next")
