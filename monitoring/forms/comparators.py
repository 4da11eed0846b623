"""Sending files about schemes elsewhere, and looking for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from govuk.forms import Form
from monitoring.domain import comparator_files
from monitoring.domain.comparator_files import ALL, GOOD
from monitoring.selectors.comparators import LISTED, REMOVED, STATES

TOO_LARGE = f"The file must be smaller than {comparator_files.LARGEST // 1024**2} MB. Download fewer schemes at once"


class ComparatorUploadForm(Form):
    file = forms.FileField(
        label="File",
        help_text="A JSON file: a project of INDIGO or a list of them, or a release, record or package of OCDS. Or an "
        "Excel workbook (.xlsx) with projects of INDIGO",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json,application/json,.xlsx"}),
        error_messages={"required": "Select the file", "missing": "Select the file"},
    )
    identifier = forms.CharField(
        label="Number of the project, if it is of INDIGO",
        help_text="For example INDIGO-POJ-0166. A file of one project often does not say it. By it a later file is "
        "known to be of the same project.",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    consent = forms.ChoiceField(
        label="If something in the file is wrong",
        choices=[
            (ALL, "Take nothing, and list what is wrong"),
            (GOOD, "Take what is right; keep and list what is wrong, without reading it"),
        ],
        initial=ALL,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, upload_refusal: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if upload_refusal:
            self.fields["file"].error_messages["required"] = upload_refusal

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > comparator_files.LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        return file

    def what_was_sent(self) -> dict[str, Any]:
        """As the action takes it."""
        given = self.cleaned_data
        file = given["file"]
        return {
            "content": file.read(),
            "filename": file.name,
            "identifier": given["identifier"],
            "consent": given["consent"],
        }


class ComparatorSearchForm(Form):
    q = forms.CharField(label="Scheme, place or outcome", required=False, max_length=100)
    state = forms.ChoiceField(
        label="Show", required=False, choices=[(LISTED, "On the list"), (REMOVED, "Removed")], initial=LISTED
    )


class FieldSearchForm(Form):
    q = forms.CharField(label="Path or value contains", required=False, max_length=100)
    state = forms.ChoiceField(label="Fields", required=False, choices=[("", "All"), *STATES.items()])
    version = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)


class ComparatorRemoveForm(Form):
    reason = forms.CharField(
        label="Reason",
        help_text="For example: another country’s law; the project was never begun; sent by mistake",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TakeOverForm(Form):
    outcomes = forms.TypedMultipleChoiceField(
        label="Outcomes to begin with",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one outcome"},
    )
    with_prices = forms.BooleanField(
        label="Take over the prices as first figures too",
        help_text="Only where an outcome has one price, in pounds. Each says in its name that it is to be judged: what "
        "others paid is no reason to pay the same.",
        required=False,
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outcomes"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = choices
