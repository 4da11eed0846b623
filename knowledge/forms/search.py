from django import forms

from govuk.forms import Form


class SearchForm(Form):
    """What to look for in the library."""

    marks_optional = False

    q = forms.CharField(label="Search schemes, principles and words", required=False, max_length=100)


class WordSearchForm(SearchForm):
    """What to look for in the glossary."""

    q = forms.CharField(label="Search the words", required=False, max_length=100)
