from typing import Any

from django import forms
from django.db.models import QuerySet

from govuk.forms import Form
from stages.models import Stakeholder


class NeedForm(Form):
    """Whose need an outcome answers."""

    stakeholders = forms.ModelMultipleChoiceField(
        label="Who needs this outcome?",
        help_text="Select everybody whose need it answers. An outcome that nobody needs is not worth paying for.",
        queryset=Stakeholder.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one stakeholder who needs this outcome"},
    )

    def __init__(self, *args: Any, stakeholders: QuerySet[Stakeholder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stakeholders"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = stakeholders
