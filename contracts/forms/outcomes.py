"""The form for an outcome, grouped by the six characteristics of a successful outcome measure."""

import re

from django import forms

from contracts.domain.characteristics import SIX
from contracts.domain.particulars import TOLD
from contracts.forms import deadweight, eligibility, particulars
from contracts.forms.clauses import ClauseForm, Item, code_field, line_field, text_field
from contracts.models import OutcomeDefinition
from govuk.forms import AffixedInput

PLAIN = (
    "name", "kind", "direction", "definition", "numerator", "denominator", "unit", "event_date", "window_days",
    "max_per_participant", "evidence", "validator", "attribution", "eligibility", "segmentation",
)  # fmt: skip


class OutcomeForm(ClauseForm):
    """What counts, how it is measured and proved, and what would have happened anyway."""

    GROUPS = (
        ("", "", ("name", "code", "kind", "direction")),
        (
            SIX["quantifiable"],
            "Two people who apply the definition to the same cases come to the same answer.",
            (
                "definition",
                "numerator",
                "denominator",
                "unit",
                "event_date",
                "window_days",
                "max_per_participant",
                *particulars.VALUES,
            ),
        ),
        (
            SIX["verifiable"],
            "Independent or administrative evidence proves it, and somebody checks it.",
            ("evidence", "evidence_kinds", "validator"),
        ),
        (
            SIX["attributable"],
            "It is the agent's doing, and nobody else is paid for it, or all know who.",
            (*particulars.ATTRIBUTION, "attribution"),
        ),
        (
            SIX["deadweight"],
            "What would have happened anyway is known, and is not paid.",
            (*particulars.WITHOUT, *deadweight.NAMES, "baseline_value", "baseline_source", "baseline_year"),
        ),
        (
            SIX["cohort"],
            "It is known who can achieve it, and when the group is closed.",
            ("eligibility", *particulars.COHORT),
        ),
        (SIX["segmented"], "Harder cases have their own baseline and price.", ("segmentation",)),
        (
            "For those who come later",
            "Why the definition is as it is. Nothing is paid by these words.",
            TOLD,
        ),
    )

    name = forms.CharField(label="Name", max_length=200, help_text="For example, Sustained job")
    code = code_field("sustained-job")
    kind = forms.ChoiceField(label="Kind", choices=OutcomeDefinition.Kind.choices)
    direction = forms.ChoiceField(
        label="Which way is better?",
        choices=OutcomeDefinition.Direction.choices,
        initial="higher",
        widget=forms.RadioSelect(attrs={"class": "small inline"}),
    )
    definition = text_field("Definition", "What counts, in words that a participant would recognise")
    numerator = line_field("Numerator", "What is counted", max_length=300)
    denominator = line_field("Denominator", "What it is counted against", max_length=300)
    unit = line_field("Unit", "For example, participant or family", max_length=60)
    event_date = line_field("Event date", "Which day counts as the day of the outcome", max_length=300)
    window_days = forms.IntegerField(
        label="Window",
        required=False,
        min_value=1,
        help_text="Days from the participant's start within which the outcome counts",
        widget=AffixedInput(suffix="days", attrs={"class": "govuk-input--width-5"}),
    )
    max_per_participant = forms.IntegerField(
        label="Most results for each participant",
        min_value=1,
        initial=1,
        widget=AffixedInput(suffix="times", attrs={"class": "govuk-input--width-5"}),
    )
    evidence = text_field("Evidence", "What proves it")
    evidence_kinds = line_field(
        "Codes for kinds of evidence",
        "What files may say, separated by commas, such as payroll_record",
    )
    validator = line_field("Who checks it?", max_length=200)
    attribution = text_field("Attribution", "Whose doing the outcome is, and how one can tell")
    baseline_value = forms.DecimalField(
        label="Baseline",
        required=False,
        help_text="The level before or without the programme: 0.2 for a rate of 20%, or a number",
        widget=AffixedInput(attrs={"class": "govuk-input--width-5"}),
    )
    baseline_source = line_field("Source of the baseline", max_length=200)
    baseline_year = forms.IntegerField(
        label="Year of the baseline",
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    eligibility = text_field("Who can achieve it", "The rule of eligibility")
    segmentation = text_field("Segments", "Why these segments are right, or why none are needed")

    def added_fields(self) -> dict[str, forms.Field]:
        return {**deadweight.fields(own=False), **particulars.fields()}

    def initial_of(self, entry: Item) -> Item:
        baseline = {f"baseline_{key}": value for key, value in entry["baseline"].items()}
        kinds = ", ".join(entry["evidence_kinds"])
        shown = {**deadweight.initial(entry["deadweight"]), **baseline, **particulars.initial(entry)}
        return {**entry, **shown, "evidence_kinds": kinds}

    def clean_also_paid(self) -> list[Item]:
        return particulars.payers(self.cleaned_data["also_paid"])

    def clean_eligible(self) -> dict[str, list[str]]:
        return eligibility.rule(self.cleaned_data["eligible"])

    def clean_without_rates(self) -> list[Item]:
        named = {typed.lower(): one.code for one in self.terms.segments for typed in (one.code, one.name)}
        return particulars.rates(self.cleaned_data["without_rates"], named)

    def field_of(self, path: str) -> str | None:
        return particulars.field_of(path) or super().field_of(path)

    def item(self) -> Item:
        data = self.cleaned_data
        level = data["baseline_value"]
        return {
            "code": self.entry_code(),
            **{name: data[name] for name in PLAIN},
            "evidence_kinds": [kind for kind in re.split(r"[,\s]+", data["evidence_kinds"]) if kind],
            "deadweight": deadweight.item(data),
            "baseline": {
                "value": None if level is None else f"{level:f}",
                "source": data["baseline_source"],
                "year": data["baseline_year"],
            },
            **particulars.item(data),
        }
