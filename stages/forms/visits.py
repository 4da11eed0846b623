from typing import Any

from django import forms

from govuk.forms import Form
from stages.models import StageVisit


class VisitsForm(Form):
    """Which two visits of a stage to compare."""

    first = forms.TypedChoiceField(label="Earlier visit", coerce=int)
    second = forms.TypedChoiceField(label="Later visit", coerce=int)

    def __init__(self, *args: Any, visits: list[StageVisit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (visit.number, f"Visit {visit.number}{'' if visit.closed_at else ', still open'}") for visit in visits
        ]
        for name in ("first", "second"):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """The earlier one comes first."""
        given = super().clean() or self.cleaned_data
        if given.get("first") and given.get("second") and given["first"] >= given["second"]:
            raise forms.ValidationError("Select an earlier visit first, and a later one second.")
        return given
