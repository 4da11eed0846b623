from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from accounts.models import Organisation
from govuk.forms import CharacterCount, Form
from stages.forms.fields import KnownOrganisationField
from stages.models import Programme
from stages.selectors.programme_starts import Offer

STARTS = (
    ("blank", "With empty records"),
    ("template", "With what is known of a real scheme"),
    ("pack", "With the records of a programme pack"),
)
LARGEST_PACK = 20 * 1024 * 1024


class ProgrammeForm(Form):
    """Start a programme: blank, with the records of a real scheme or of a pack, or with what other apps offer."""

    name = forms.CharField(label="Name of the programme", max_length=200)
    summary = forms.CharField(
        label="What it is about",
        required=False,
        max_length=2000,
        widget=CharacterCount(attrs={"rows": 3}),
    )
    sector = forms.CharField(
        label="Sector", help_text="For example employment, justice, health, homelessness", required=False, max_length=80
    )
    organisation = KnownOrganisationField(label="Commissioning organisation")
    organisation_name = forms.CharField(label="Its name, if it is not in the list", required=False, max_length=200)
    reopening_policy = forms.ChoiceField(
        label="When a target is off track, what reopens a stage?",
        choices=Programme.ReopeningPolicy.choices,
        initial=Programme.ReopeningPolicy.AUTOMATIC,
        widget=forms.RadioSelect(),
    )
    start = forms.ChoiceField(
        label="Where do you want to begin?",
        choices=STARTS,
        initial="blank",
        widget=forms.RadioSelect(),
    )
    template = forms.ChoiceField(label="Real scheme", help_text="If you begin with one", required=False)
    pack = forms.FileField(
        label="Programme pack",
        help_text="If you begin with one: a JSON file. Its records of stage 1 are taken; people, contract and payments "
        "are not.",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        organisations: QuerySet[Organisation],
        templates: Sequence[tuple[str, str]],
        others: Sequence[Offer] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.others = {one.code: one for one in others}
        organisation, template, start = self.fields["organisation"], self.fields["template"], self.fields["start"]
        assert isinstance(organisation, forms.ModelChoiceField)
        assert isinstance(template, forms.ChoiceField)
        organisation.queryset = organisations
        assert isinstance(start, forms.ChoiceField)
        template.choices = [("", "None"), *templates]
        start.choices = [*STARTS, *((one.code, one.label) for one in others)]
        for one in others:
            field = forms.ChoiceField(label=one.field, help_text=one.hint, required=False)
            field.choices = [("", "None"), *one.choices]
            self.fields[one.code] = field

    def clean_pack(self) -> UploadedFile[Any] | None:
        pack: UploadedFile[Any] | None = self.cleaned_data["pack"]
        if pack is not None and (pack.size or 0) > LARGEST_PACK:
            raise forms.ValidationError("The pack must be smaller than 20 MB")
        return pack

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("organisation")) == bool(data.get("organisation_name")):
            self.add_error("organisation", "Select an organisation, or enter the name of another one")
        if data.get("start") == "template" and not data.get("template"):
            self.add_error("template", "Select the real scheme to begin with")
        if data.get("start") == "pack" and not data.get("pack") and "pack" not in self.errors:
            self.add_error("pack", "Choose the programme pack to begin with")
        chosen = self.others.get(data.get("start", ""))
        if chosen and not data.get(chosen.code) and chosen.code not in self.errors:
            self.add_error(chosen.code, f"Select the {chosen.field.lower()} to begin with")
        return data

    def beginning(self) -> dict[str, Any]:
        """What the action needs: the fields, and the pack's bytes, the template's code or what else was chosen."""
        data = dict(self.cleaned_data)
        start, template, pack = data.pop("start"), data.pop("template"), data.pop("pack")
        data["template"] = template if start == "template" else ""
        data["pack"] = pack.read() if start == "pack" else None
        values = {code: data.pop(code) for code in self.others}
        data["other"] = (start, values[start]) if start in values else None
        return data
