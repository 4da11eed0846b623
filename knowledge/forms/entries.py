from typing import Any

from django import forms

from govuk.forms import CharacterCount, Form
from knowledge.domain import entries
from knowledge.models import Entry
from knowledge.selectors.entries import NEWEST, RELEVANCE

SMALL = {"class": "small inline"}
PEOPLE = "Write nothing that leads to a person, and no count of people below the suppression threshold"


def choices(of: Any, every: str = "All") -> list[tuple[str, str]]:
    """The choices of a filter: all, and each."""
    return [("", every), *((value, label) for value, label in of.choices if value != "any")]


class EntryFilterForm(Form):
    marks_optional = False

    q = forms.CharField(label="Search", required=False, max_length=200)
    kind = forms.ChoiceField(label="Kind", required=False, choices=choices(Entry.Kind))
    example = forms.ChoiceField(label="Example", required=False, choices=choices(Entry.Example))
    need = forms.ChoiceField(label="Need", required=False, choices=choices(Entry.Need))
    outcome = forms.ChoiceField(label="Outcome", required=False, choices=choices(Entry.Outcome))
    sector = forms.ChoiceField(label="Sector", required=False)
    stage = forms.ChoiceField(
        label="Stage", required=False, choices=[("", "All"), *((str(one), f"Stage {one}") for one in entries.STAGES)]
    )
    tag = forms.ChoiceField(label="Tag", required=False)
    sort = forms.ChoiceField(
        label="Sort by", required=False, choices=[(RELEVANCE, "Relevance"), (NEWEST, "Newest first")]
    )

    def __init__(self, *args: Any, tags: list[str], sectors: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, values in (("tag", tags), ("sector", sectors)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "All"), *((value, value) for value in values)]

    def asked(self) -> dict[str, str]:
        """What is asked for; a choice that is not offered asks for nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class TagsField(forms.CharField):
    """Tags in one line, divided by commas."""

    def clean(self, value: Any) -> list[str]:
        found = entries.tags_of(super().clean(value))
        if len(found) > entries.MOST_TAGS:
            raise forms.ValidationError(f"Give at most {entries.MOST_TAGS} tags")
        if too_long := [tag for tag in found if len(tag) > 40]:
            raise forms.ValidationError(f"Tags must be 40 characters or fewer; shorten “{too_long[0]}”")
        return found


class StagesField(forms.TypedMultipleChoiceField):
    """The stages of which an entry speaks."""

    def __init__(self, **kwargs: Any) -> None:
        given = {"label": "Stages of which it speaks", "choices": [(one, f"Stage {one}") for one in entries.STAGES]}
        look = forms.CheckboxSelectMultiple(attrs=SMALL)
        super().__init__(coerce=int, empty_value=[], required=False, widget=look, **(given | kwargs))


class EntryForm(Form):
    """What an entry of the library says."""

    kind = forms.ChoiceField(label="Kind", choices=Entry.Kind.choices, widget=forms.RadioSelect(attrs=SMALL))
    example = forms.ChoiceField(
        label="Is it an example to follow or to avoid?",
        choices=Entry.Example.choices,
        widget=forms.RadioSelect(attrs=SMALL),
    )
    title = forms.CharField(label="Title", help_text="What it shows, in one line", max_length=200)
    happened = forms.CharField(
        label="What was found, or what happened",
        help_text=f"{PEOPLE}.",
        max_length=3000,
        widget=CharacterCount(attrs={"rows": 5}),
    )
    lesson = forms.CharField(
        label="The lesson",
        help_text="What another programme should do",
        max_length=2000,
        widget=CharacterCount(attrs={"rows": 3}),
    )
    need = forms.ChoiceField(label="Need", choices=Entry.Need.choices)
    outcome = forms.ChoiceField(label="Outcome", choices=Entry.Outcome.choices)
    sector = forms.CharField(label="Sector", help_text="For example, Justice", max_length=80, required=False)
    stages = StagesField()
    tags = TagsField(label="Tags", help_text="Divided by commas", max_length=400, required=False)
    strength = forms.ChoiceField(
        label="How strong is it?", choices=Entry.Strength.choices, widget=forms.RadioSelect(attrs={"class": "small"})
    )
    source = forms.CharField(label="Source", help_text="Who says so, and where", max_length=300)
    source_url = forms.URLField(label="Address of the source", required=False, max_length=500, assume_scheme="https")
    source_year = forms.IntegerField(
        label="Year",
        required=False,
        min_value=1900,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )


class EntryEditForm(EntryForm):
    """Another text for an entry, over the version that the person has seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput())


class WithdrawForm(Form):
    reason = forms.CharField(
        label="Why is it withdrawn?",
        help_text="Shown on its page in place of the entry's text",
        max_length=1000,
        error_messages={"required": "Enter why it is withdrawn"},
        widget=CharacterCount(attrs={"rows": 3}),
    )
