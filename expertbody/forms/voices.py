from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms

from expertbody.domain import anonymity
from expertbody.models import Decision, Voice
from expertbody.selectors import voices
from govuk.forms import CharacterCount, DateField, Form
from stages.domain import framework
from stages.forms.few_people import ReadByAll
from stages.models import CorrectiveAction, Finding, Programme
from stages.selectors import decidable

STAGES = [(stage.number, f"{stage.number}. {stage.name}") for stage in framework.STAGES]


def refuse_marks(text: str) -> None:
    """A form's validator: the text says of nobody who they are."""
    if problem := anonymity.problem(text):
        raise forms.ValidationError(problem)


class VoiceForm(ReadByAll):
    """What was heard, when and how, and of what it speaks."""

    heard_on = DateField(label="Day on which it was heard", help_text="For example, 31 3 2026")
    gathered = forms.ChoiceField(
        label="How was it gathered?",
        choices=Voice.Gathered.choices,
        widget=forms.RadioSelect(attrs={"class": "small"}),
        error_messages={"required": "Select how it was gathered"},
    )
    said = forms.CharField(
        label="What was said",
        help_text="As near to the person's own words as you can. Leave out names, addresses, telephone numbers and "
        "whatever else would say who they are",
        max_length=2000,
        widget=CharacterCount(attrs={"rows": 5}),
        validators=[refuse_marks],
    )
    theme = forms.CharField(
        label="Theme",
        help_text="In a word or two, so that voices on one thing are found together. For example, waiting times",
        max_length=80,
        validators=[refuse_marks],
    )
    stages = forms.TypedMultipleChoiceField(
        label="Which stages does it speak of?",
        choices=STAGES,
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "small"}),
        error_messages={"required": "Select at least one stage"},
    )
    outcome = forms.CharField(
        label="Outcome it speaks of",
        required=False,
        max_length=120,
        help_text="For example, a home kept for a year",
        validators=[refuse_marks],
    )


class FindingField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of findings, in words that anybody in the programme may read."""

    titles: Mapping[int, str] = MappingProxyType({})

    def label_from_instance(self, obj: Finding) -> str:
        return self.titles.get(obj.pk, f"Finding {obj.number}")


class AnswerForm(ReadByAll):
    """What changed, and the record of it."""

    said = forms.CharField(
        label="What changed because of this?",
        help_text="Write it for the person who spoke, in short sentences. If nothing changed, say why",
        max_length=2000,
        widget=CharacterCount(attrs={"rows": 4}),
        validators=[refuse_marks],
        error_messages={"required": "Enter what changed, or why nothing did"},
    )
    decision = forms.ModelChoiceField(
        label="Decision", queryset=Decision.objects.none(), required=False, empty_label="None"
    )
    finding = FindingField(label="Finding", queryset=Finding.objects.none(), required=False, empty_label="None")
    action = forms.ModelChoiceField(
        label="Corrective action",
        help_text="Choose one record at most. You can answer again for another",
        queryset=CorrectiveAction.objects.none(),
        required=False,
        empty_label="None",
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "decision": programme.decisions.order_by("-number"),
            "finding": programme.findings.order_by("-number"),
            "action": voices.actions_of(programme),
        }
        for name, queryset in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset
            if isinstance(field, FindingField):
                field.titles = decidable.finding_titles(programme, programme.findings.values_list("pk", flat=True))


class VoiceFilterForm(Form):
    """Narrows the list of voices."""

    marks_optional = False

    q = forms.CharField(label="Search", required=False, max_length=100)
    stage = forms.TypedChoiceField(
        label="Stage", required=False, coerce=int, empty_value=None, choices=[("", "All"), *STAGES]
    )
    theme = forms.ChoiceField(label="Theme", required=False)
    answered = forms.ChoiceField(
        label="Answered", required=False, choices=[("", "All"), ("yes", "Answered"), ("no", "Not answered yet")]
    )

    def __init__(self, *args: Any, themes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["theme"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "All"), *((theme, theme) for theme in themes)]
