from django import forms

from govuk.forms import Form


class SearchForm(Form):
    """What to look for in the library."""

    marks_optional = False

    q = forms.CharField(label="Search schemes, principles and words", required=False, max_length=100)
