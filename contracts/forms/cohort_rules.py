"""Forms for payment rules that compare a cohort's figure with a baseline."""

import re
from fractions import Fraction

from django import forms
from django.core.exceptions import ValidationError

from contracts.domain import metric_words, words
from contracts.domain.metric_rules import CONFIDENCE, CohortReduction, SavingShare
from contracts.forms.clauses import Item, line_field, typed_lines
from contracts.forms.metric_rules import MetricRuleForm, base_fields, base_initial, base_item, figure_of
from contracts.forms.sections import as_share, exact_percent
from govuk.forms import MoneyField, PercentField

STEP = re.compile(r"^([\d./]+\s*%?)\s*:\s*£?(\d[\d,]*(?:\.\d{1,2})?)$")
COHORTS_HELP = (
    "One a line: a code, a colon, a name; the day on which the figure falls due; and, if only some count, the periods. "
    "For example “c1: People released in 2026; 2028-06-30; 2026-q1, 2026-q2”"
)


class CohortRuleForm(MetricRuleForm):
    """A rule over cohorts, or years, each compared with a baseline."""

    cohorts = forms.CharField(label="Cohorts", help_text=COHORTS_HELP, widget=forms.Textarea(attrs={"rows": 4}))
    against_value = line_field("Compared with a fixed baseline", "For example 58% or 4.2. Fill in one of the three")
    against_of = line_field("Or with the own figure of an earlier group", "A code of your choice, such as year-2009")
    against_metric = forms.ChoiceField(label="Or with a comparator, measured for the same cohort", required=False)

    def prepare(self) -> None:
        super().prepare()
        self.choose("against_metric", self.metric_choices("No comparator"))

    def initial_of(self, entry: Item) -> Item:
        typed = "\n".join(map(_cohort_line, entry["cohorts"]))
        return {**entry, "cohorts": typed, **self.against_initial("against", entry["against"])}

    def against_initial(self, prefix: str, against: Item) -> Item:
        value = None if against["value"] is None else metric_words.figure(Fraction(against["value"]))
        return {f"{prefix}_value": value, f"{prefix}_of": against["of"], f"{prefix}_metric": against["metric"]}

    def clean_cohorts(self) -> list[Item]:
        return [_cohort(line) for line in typed_lines(self.cleaned_data["cohorts"])]

    def clean_against_value(self) -> str:
        text: str = self.cleaned_data["against_value"]
        return figure_of(text, text) if text.strip() else ""

    def against(self, prefix: str) -> Item:
        value, of, metric = (self.cleaned_data[f"{prefix}_{name}"] for name in ("value", "of", "metric"))
        return {"value": value or None, "of": of.strip() or None, "metric": metric or None}

    def item(self) -> Item:
        return {**super().item(), "cohorts": self.cleaned_data["cohorts"], "against": self.against("against")}

    def field_of(self, path: str) -> str | None:
        return "against_value" if path.startswith("against") else super().field_of(path)


def _cohort_line(cohort: Item) -> str:
    periods = f"; {', '.join(cohort['periods'])}" if cohort.get("periods") else ""
    return f"{cohort['code']}: {cohort['name']}; {cohort['due_on']}{periods}"


def _cohort(line: str) -> Item:
    code, colon, rest = line.partition(":")
    parts = [part.strip() for part in rest.split(";")]
    if not colon or len(parts) not in (2, 3):
        raise ValidationError(f"Write “{line}” as a code, a colon, a name, a semicolon and a day such as 2028-06-30")
    periods = [one.strip() for one in parts[2].split(",") if one.strip()] if len(parts) == 3 else []
    return {"code": code.strip(), "name": parts[0], "due_on": parts[1], "periods": periods}


def _step_line(step: Item) -> str:
    return f"{metric_words.figure(Fraction(step['at']), as_percent=True)}: {step['amount']}"


def _step(line: str) -> Item:
    match = STEP.match(line)
    if match is None:
        raise ValidationError(f"Write “{line}” as a per cent, a colon and an amount, such as “12.5%: 10272000”")
    return {"at": figure_of(match[1], line), "amount": match[2].replace(",", "")}


def _percent(label: str, help_text: str = "", *, required: bool = False) -> PercentField:
    return PercentField(label=label, help_text=help_text, required=required)


class CohortReductionForm(CohortRuleForm):
    """A reward for a fall."""

    kind = CohortReduction.kind
    about = (
        "A reward when the figure of a cohort has fallen below what it is compared with, and perhaps a repayment. "
        "Where more of the metric is better, the same for a rise: read “fall” as “rise”."
    )
    PERCENTS = ("trigger", "pooled_trigger", "full_at", "clawback")
    GROUPS = (
        ("", "", ("name", "code", "metric", "agents", "cohorts", "against_value", "against_of", "against_metric")),
        ("When it is paid", "", ("measure", "trigger", "pooled_trigger", "confidence")),
        ("What it pays", "", ("pays", "amount", "most", "full_at", "steps", "deducts")),
        ("Paid back below the trigger", "", ("clawback", "base_rules", "base_amount")),
        (
            "Hurdle",
            "A second metric that must not have worsened, or must have fallen too, before anything is paid.",
            ("hurdle_metric", "hurdle_value", "hurdle_of", "hurdle_comparator", "hurdle_measure", "hurdle_at_least"),
        ),
    )
    MEASURES = (("relative", "As a share of the baseline"), ("points", "In points: the difference of the rates"))

    measure = forms.ChoiceField(
        label="How a fall is measured",
        choices=MEASURES,
        initial="relative",
        widget=forms.RadioSelect(attrs={"class": "small"}),
    )
    trigger = _percent("Least fall of a cohort", "0 if any fall is paid; empty if only all cohorts together count")
    pooled_trigger = _percent("Least fall of all cohorts together", "Held against where no cohort reached its own")
    confidence = forms.ChoiceField(
        label="Must chance be ruled out?",
        choices=[("", "No"), *((str(level), f"At {words.percent(level)} confidence") for level in CONFIDENCE)],
        help_text="Of a share of people, with its baseline taken as exact. Small cohorts then seldom earn anything",
        required=False,
    )
    pays = forms.ChoiceField(
        label="How the sum is worked out",
        choices=[
            ("lump_sum", "A lump sum for the cohort"),
            ("per_event", "A price for each event avoided"),
            ("growth", "A sum that grows with the fall"),
            ("steps", "A sum that rises in steps"),
        ],
        initial="lump_sum",
        widget=forms.RadioSelect(attrs={"class": "small"}),
    )
    amount = MoneyField(label="Amount", help_text="The sum, the price of an event, or what the sum begins with")
    most = MoneyField(
        label="The most for a cohort", required=False, help_text="Needed for a price, or a sum that grows"
    )
    full_at = _percent("Fall at which the most is paid", "For a sum that grows")
    steps = forms.CharField(
        label="Steps beyond the least fall",
        required=False,
        help_text="For a sum that rises in steps. One a line: from which fall on, a colon, and the whole amount. For "
        "example “12.5%: 10272000”",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    deducts = forms.BooleanField(label="A rise is taken away at the same price for each event", required=False)
    clawback = _percent("Share that is paid back")
    hurdle_metric = forms.ChoiceField(label="Metric of the hurdle", required=False)
    hurdle_value = line_field("Compared with a fixed baseline", "Fill in one of the three")
    hurdle_of = line_field("Or with the own figure of an earlier group")
    hurdle_comparator = forms.ChoiceField(label="Or with a comparator", required=False)
    hurdle_measure = forms.ChoiceField(
        label="How its fall is measured",
        choices=MEASURES,
        initial="relative",
        widget=forms.RadioSelect(attrs={"class": "small"}),
    )
    hurdle_at_least = _percent("Least fall", "0, or empty, where it must only not have risen")

    def added_fields(self) -> dict[str, forms.Field]:
        return base_fields("The share is")

    def prepare(self) -> None:
        super().prepare()
        self.choose("base_rules", self.rule_choices())
        self.choose("hurdle_metric", self.metric_choices("No hurdle"))
        self.choose("hurdle_comparator", self.metric_choices("No comparator"))

    def initial_of(self, entry: Item) -> Item:
        percents = {name: exact_percent(entry.get(name)) for name in self.PERCENTS}
        found = {**super().initial_of(entry), **base_initial(entry), **percents}
        found["confidence"] = entry.get("confidence") or ""
        found["steps"] = "\n".join(map(_step_line, entry.get("steps") or []))
        if hurdle := entry.get("hurdle"):
            own = self.against_initial("hurdle", hurdle["against"])
            found |= {"hurdle_value": own["hurdle_value"], "hurdle_of": own["hurdle_of"]}
            found |= {"hurdle_comparator": own["hurdle_metric"], "hurdle_metric": hurdle["metric"]}
            found |= {"hurdle_measure": hurdle["measure"], "hurdle_at_least": exact_percent(hurdle["at_least"])}
        return found

    def clean_steps(self) -> list[Item]:
        return [_step(line) for line in typed_lines(self.cleaned_data["steps"])]

    def clean_hurdle_value(self) -> str:
        text: str = self.cleaned_data["hurdle_value"]
        return figure_of(text, text) if text.strip() else ""

    def item(self) -> Item:
        data = self.cleaned_data
        found = {
            **super().item(),
            **{name: data[name] for name in ("measure", "pays", "deducts")},
            **{name: as_share(data[name]) for name in self.PERCENTS},
            "amount": f"{data['amount']:.2f}",
            "most": None if data["most"] is None else f"{data['most']:.2f}",
            "base": base_item(data),
            "hurdle": self.hurdle() if data["hurdle_metric"] else None,
        }
        own = {"confidence": data["confidence"], "steps": data["steps"]}
        return found | {name: value for name, value in own.items() if value}

    def hurdle(self) -> Item:
        data = self.cleaned_data
        compared = {"value": data["hurdle_value"], "of": data["hurdle_of"], "metric": data["hurdle_comparator"]}
        return {
            "metric": data["hurdle_metric"],
            "against": {name: value or None for name, value in compared.items()},
            "at_least": as_share(data["hurdle_at_least"]),
            "measure": data["hurdle_measure"],
        }

    def field_of(self, path: str) -> str | None:
        if path.startswith("hurdle"):
            return "hurdle_metric"
        return "clawback" if path.startswith("base") else super().field_of(path)


class SavingShareForm(CohortRuleForm):
    """A share of a saving."""

    kind = SavingShare.kind
    about = "A share of what a year's cost has fallen by against a base, from a threshold up to a ceiling."
    PERCENTS = ("threshold", "share_at", "share_beyond", "ceiling")

    threshold = _percent("Least fall of the cost", "Below it nothing is paid; 0 if any is shared", required=True)
    share_at = _percent("Share of the saving up to there", required=True)
    share_beyond = _percent("Share of the further saving", required=True)
    ceiling = _percent("Fall beyond which nothing more is paid", required=True)

    def initial_of(self, entry: Item) -> Item:
        return {**super().initial_of(entry), **{name: exact_percent(entry[name]) for name in self.PERCENTS}}

    def item(self) -> Item:
        return {**super().item(), **{name: as_share(self.cleaned_data[name]) for name in self.PERCENTS}}
