"""Files of evidence as somebody chooses them, and why one is taken back."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazystr

from govuk.forms import CharacterCount, Form
from outcomes.domain import evidence_kinds
from outcomes.domain.evidence import Sent
from outcomes.selectors import evidence


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, cleaned to a list of `Sent`. What may be in them is decided when they are attached."""

    def __init__(self, **kwargs: Any) -> None:
        """`refusal` says why a file was given up while it arrived."""
        self.refusal = ""
        super().__init__(
            widget=FilesInput(attrs={"accept": ",".join(evidence_kinds.ENDINGS)}),
            help_text=lazystr(_HELP),
            allow_empty_file=True,
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> list[Sent]:
        if self.refusal:
            raise ValidationError(self.refusal)
        files: list[UploadedFile[Any]] = [super(FilesField, self).clean(one, initial) for one in data or [] if one]
        if self.required and not files:
            raise ValidationError(self.error_messages["required"])
        return [Sent(one.name or "file", one) for one in files]


def give_up(form: Form, refusal: str) -> None:
    """Say at the field of the files why one of them was given up while it arrived."""
    field = form.fields.get("attached")
    if isinstance(field, FilesField):
        field.refusal = f"A file was not kept. {refusal}" if refusal else ""


class _Help:
    def __str__(self) -> str:
        each, all_ = evidence.limits()
        return (
            f"Each file may be {evidence_kinds.ACCEPTED}, without a password and without macros, of at most {each}; "
            f"together they may have {all_}."
        )


_HELP = _Help()


class AttachForm(Form):
    attached = FilesField(label="Files", error_messages={"required": "Select the files to attach"})

    def __init__(self, *args: Any, upload_refusal: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_up(self, upload_refusal)


class FileWithdrawalForm(Form):
    reason = forms.CharField(
        label="Why do you withdraw the file?",
        help_text="Everybody who can see the claim can read the reason. A withdrawal cannot be undone",
        max_length=500,
        widget=CharacterCount(),
        error_messages={"required": "Enter the reason for withdrawing the file"},
    )
