from django import forms

from govuk.forms import Form
from monitoring.models import Flag


class FilterForm(Form):
    """Narrows the list of flags."""

    q = forms.CharField(label="Search", required=False, max_length=100)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Any"), *Flag.Kind.choices])
    severity = forms.ChoiceField(label="Severity", required=False, choices=[("", "Any"), *Flag.Severity.choices])
