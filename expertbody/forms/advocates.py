from typing import Any

from django import forms
from django.db.models import QuerySet

from govuk.forms import Form
from stages.models import Stakeholder


class AdvocateForm(Form):
    """The stakeholder for whom a seat speaks; nobody in particular is an answer too."""

    stakeholder = forms.ModelChoiceField(
        label="Whose advocate is this seat?",
        help_text="Those who are legitimate and urgent need somebody on the Expert Body who speaks for them",
        queryset=Stakeholder.objects.none(),
        required=False,
        empty_label="Nobody in particular",
    )

    def __init__(self, *args: Any, stakeholders: QuerySet[Stakeholder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stakeholder"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = stakeholders
