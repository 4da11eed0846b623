from typing import Any

from django import forms

from govuk.forms import CharacterCount, Form
from knowledge.forms.entries import PEOPLE, SMALL, StagesField, TagsField
from knowledge.models import Entry
from stages.domain import framework

WRITTEN = ("title", "happened", "lesson", "tags")


class LessonForm(Form):
    """A lesson for the next programme. Where it may be left out, it is left out whole or given whole."""

    title = forms.CharField(label="The lesson in one line", max_length=200)
    happened = forms.CharField(
        label="What happened",
        help_text="In general words. Everybody who signs in can read it",
        max_length=3000,
        widget=CharacterCount(attrs={"rows": 3}),
    )
    lesson = forms.CharField(
        label="What to tell the next programme", max_length=2000, widget=CharacterCount(attrs={"rows": 3})
    )
    example = forms.ChoiceField(
        label="Would you do it again?",
        choices=[(Entry.Example.GOOD, "Yes: to follow"), (Entry.Example.BAD, "No: to avoid")],
        widget=forms.RadioSelect(attrs=SMALL),
    )
    stages = StagesField(
        label="Stages to think of it at",
        help_text="Those whose decisions it would have changed. New programmes read it under them",
        choices=[(one.number, f"{one.number}. {one.name}") for one in framework.STAGES],
    )
    need = forms.ChoiceField(label="Need", choices=Entry.Need.choices)
    outcome = forms.ChoiceField(label="Outcome", choices=Entry.Outcome.choices)
    tags = TagsField(label="Tags", help_text="Divided by commas", max_length=400, required=False)
    names_programme = forms.BooleanField(label="Name the programme as the source", required=False)

    def __init__(self, *args: Any, may_name: bool, threshold: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "happened"
        ].help_text = f"In general words: everybody who signs in can read it. {PEOPLE}, which is {threshold} here."
        if not may_name:
            del self.fields["names_programme"]

    def has_changed(self) -> bool:
        """Whether anything was written. What is only chosen is no lesson yet."""
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in WRITTEN)

    def words(self) -> dict[str, Any] | None:
        """The lesson, or None when nothing was written."""
        return dict(self.cleaned_data) or None


class SetAsideForm(Form):
    reason = forms.CharField(
        label="Why is it not for this programme?",
        help_text="Remembered, so that the next reader need not ask again",
        max_length=1000,
        error_messages={"required": "Enter why it is not for this programme"},
        widget=CharacterCount(attrs={"rows": 3}),
    )


def optional_lesson(data: Any, *, initial: dict[str, Any], may_name: bool, threshold: int) -> LessonForm:
    """The form of a lesson beside another form: left as it is, it asks for nothing."""
    return LessonForm(
        data,
        initial=initial,
        may_name=may_name,
        threshold=threshold,
        prefix="lesson",
        empty_permitted=True,
        use_required_attribute=False,
    )
