"""The form for a metric that payment rules look at."""

from django import forms

from contracts.domain.metrics import RATIO, VALUE
from contracts.forms.clauses import ClauseForm, Item, code_field, line_field, text_field


class MetricForm(ClauseForm):
    """What is measured, how, and which way is better."""

    name = forms.CharField(label="Name", max_length=200, help_text="For example, Days from referral to assessment")
    code = code_field("days-to-assessment")
    measured = forms.ChoiceField(
        label="How it is stated",
        choices=[
            (RATIO, "As a ratio: a numerator over a denominator, such as people who stay over people who start"),
            (VALUE, "As one value, such as a median number of days, a count or a cost"),
        ],
        initial=RATIO,
        widget=forms.RadioSelect,
    )
    numerator = line_field("Numerator", "What is counted above the line; for ratios only", max_length=300)
    denominator = line_field("Denominator", "What it is counted out of; for ratios only", max_length=300)
    unit = line_field("Unit", "For example, days or pounds. Leave empty for a share in per cent", max_length=60)
    direction = forms.ChoiceField(
        label="Which way is better",
        choices=[("higher", "Higher"), ("lower", "Lower")],
        initial="higher",
        widget=forms.RadioSelect(attrs={"class": "small"}),
    )
    per_agent = forms.BooleanField(label="Each agent has figures of its own", required=False, initial=True)
    definition = text_field("Definition", "Who and what counts, over which time, and what is left out")
    source = line_field("Source", "Where the figures come from", max_length=200)

    def item(self) -> Item:
        return {**self.cleaned_data, "code": self.entry_code()}
