from django import forms

from govuk.forms import AffixedInput, Form, PercentField

NARROW = {"class": "govuk-input--width-5"}
MOST = 100_000


class PlanningForm(Form):
    """How many people, against which level, and the difference that matters. Its fields stand in the address."""

    people = forms.IntegerField(
        label="Number of people",
        min_value=1,
        max_value=MOST,
        widget=forms.NumberInput(attrs=NARROW),
        help_text=f"Those whose results will be known, from 1 to {MOST:,}",
    )
    share = PercentField(
        label="Level without the programme",
        min_value=1,
        max_value=99,
        help_text="The share that would achieve the outcome anyway, from 1% to 99%",
    )
    matters = forms.DecimalField(
        label="Difference that matters",
        min_value=0.1,
        max_value=98,
        decimal_places=2,
        widget=AffixedInput(suffix="points", attrs=NARROW),
        help_text="The smallest difference, up or down, for which the programme would be worth it",
    )
    power = forms.ChoiceField(
        label="Chance to see it, if it is there",
        choices=[("80", "80%"), ("90", "90%")],
        widget=forms.RadioSelect(attrs={"class": "small inline"}),
    )
