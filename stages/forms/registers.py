from django import forms

from govuk.forms import CharacterCount, DateField, Form
from stages.models import HorizonEntry, PracticeEntry

RADIOS = {"class": "small inline"}


class PracticeForm(Form):
    scheme = forms.CharField(label="Scheme", help_text="Where it happened", max_length=200)
    kind = forms.ChoiceField(label="Kind", choices=PracticeEntry.Kind.choices, widget=forms.RadioSelect(attrs=RADIOS))
    happened = forms.CharField(label="What happened", max_length=3000, widget=CharacterCount())
    lesson = forms.CharField(
        label="Lesson for this programme", max_length=2000, widget=CharacterCount(attrs={"rows": 3})
    )
    source = forms.CharField(label="Source", help_text="Report, page, address or person", max_length=300)


class PracticeFilterForm(Form):
    q = forms.CharField(label="Search", required=False, max_length=100)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All"), *PracticeEntry.Kind.choices])


class HorizonForm(Form):
    item = forms.CharField(label="What may come", max_length=200)
    kind = forms.ChoiceField(
        label="Kind",
        choices=HorizonEntry.Kind.choices,
        widget=forms.RadioSelect(attrs={"class": "small"}),
    )
    likelihood = forms.ChoiceField(
        label="Likelihood", choices=HorizonEntry.Likelihood.choices, widget=forms.RadioSelect(attrs=RADIOS)
    )
    expected_on = DateField(
        label="Expected",
        help_text="The day, or your best estimate. For example, 1 4 2027",
        error_messages={"required": "Enter the day on which it is expected, or your best estimate"},
    )
    effect = forms.CharField(
        label="Effect on the programme",
        help_text="What would change, and how much",
        max_length=2000,
        widget=CharacterCount(attrs={"rows": 3}),
    )

    outcome = forms.CharField(
        label="Which outcome it would change",
        help_text="Its name or its code in the contract; leave empty if it touches the whole programme",
        required=False,
        max_length=200,
    )


class HorizonFilterForm(Form):
    q = forms.CharField(label="Search", required=False, max_length=100)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All"), *HorizonEntry.Kind.choices])
