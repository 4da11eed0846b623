from django import forms

from contracts.models import Target
from govuk.forms import Form
from monitoring.models import Measurement
from monitoring.selectors import watched

STATUSES = [("", "Any"), *Measurement.Status.choices, (watched.CODE, watched.DROPPED)]


class FilterForm(Form):
    """Narrows the list of targets."""

    q = forms.CharField(label="Search", required=False, max_length=100)
    status = forms.ChoiceField(label="Status", required=False, choices=STATUSES)
    measure = forms.ChoiceField(label="Measured as", required=False, choices=[("", "Any"), *Target.Measure.choices])
