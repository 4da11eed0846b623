"""Forms for parties, periods, segments and caps of a draft."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms

from contracts.domain import exact, payer_caps
from contracts.forms import eligibility
from contracts.forms.clauses import ClauseForm, Item, code_field, line_field
from contracts.models import Cap
from contracts.selectors import organisations
from govuk.forms import DateField, MoneyField, PercentField

HUNDRED = Decimal(100)


def as_share(percent: Decimal | None) -> str | None:
    """A percentage that a person typed as the exact share of a document."""
    return None if percent is None else exact.number(percent / HUNDRED)


def exact_percent(share: str | None) -> str | None:
    """A share of a document, such as 1/8, as the percentage that a person typed."""
    return exact.number(exact.decimal(share) * HUNDRED) if share else None


def as_percent(share: Any) -> Decimal | None:
    return None if share in (None, "") else Decimal(str(share)) * HUNDRED


class PartyForm(ClauseForm):
    organisation = forms.ChoiceField(label="Organisation")

    def prepare(self) -> None:
        found = organisations.of(self.programme)
        self.choose("organisation", [("", "Select an organisation"), *((one.code, one.name) for one in found)])

    def entry_code(self) -> str:
        return str(self.cleaned_data["organisation"])


class PrincipalForm(PartyForm):
    """A payer and the share of everything that it pays."""

    share = forms.CharField(
        label="Share of every payment",
        help_text="1 for a single payer; otherwise a fraction such as 1/3, or a decimal such as 0.2",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )

    def item(self) -> Item:
        return {"organisation": self.cleaned_data["organisation"], "share": self.cleaned_data["share"].strip()}


class AgentForm(PartyForm):
    """An organisation that is paid."""

    def item(self) -> Item:
        return {"organisation": self.cleaned_data["organisation"]}


class PeriodForm(ClauseForm):
    """A period for which claims are stated."""

    code = code_field("2026-q1")
    starts_on = DateField(label="First day", help_text="For example, 1 4 2026")
    ends_on = DateField(label="Last day")

    def initial_of(self, entry: Item) -> Item:
        return {name: datetime.date.fromisoformat(entry[name]) for name in ("starts_on", "ends_on")}

    def item(self) -> Item:
        data = self.cleaned_data
        return {"code": self.entry_code(), "starts_on": str(data["starts_on"]), "ends_on": str(data["ends_on"])}


class SegmentForm(ClauseForm):
    """A group of participants with its own baseline and price."""

    name = forms.CharField(label="Name", max_length=200, help_text="For example, Aged 18 to 24")
    code = code_field("young")
    rule = forms.CharField(
        label="Who belongs to it",
        required=False,
        help_text="One attribute a line with its values, such as “age: 18-24, 25-34”. Leave empty for everybody left.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    baseline = PercentField(
        label="Baseline", required=False, help_text="The share that would succeed without the programme"
    )
    baseline_source = line_field("Source of the baseline", max_length=200)
    planned_share = PercentField(label="Planned share of all starts", required=False)

    def initial_of(self, entry: Item) -> Item:
        percents = {name: as_percent(entry[name]) for name in ("baseline", "planned_share")}
        return {**entry, "rule": eligibility.typed(entry["rule"]), **percents}

    def clean_rule(self) -> dict[str, list[str]]:
        return eligibility.rule(self.cleaned_data["rule"])

    def item(self) -> Item:
        data = self.cleaned_data
        return {
            "code": self.entry_code(),
            "name": data["name"],
            "rule": data["rule"],
            "baseline": as_share(data["baseline"]),
            "baseline_source": data["baseline_source"],
            "planned_share": as_share(data["planned_share"]),
        }


class CapForm(ClauseForm):
    """The most that is paid."""

    code = code_field("whole-contract")
    scope = forms.ChoiceField(
        label="What is capped?",
        choices=Cap.Scope.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what is capped"},
    )
    amount = MoneyField(label="The most that is paid")
    segment = forms.ChoiceField(label="Only for the segment", required=False)
    outcome = forms.ChoiceField(label="Only for the outcome", required=False)
    per_agent = forms.BooleanField(
        label="Each agent has this cap, rather than all of them together", required=False, initial=True
    )

    carries_over = forms.BooleanField(
        label="What one period or contract year leaves unused is added to the next", required=False
    )

    def prepare(self) -> None:
        self.choose("segment", self.segment_choices())
        self.choose("outcome", self.outcome_choices("Every outcome"))

    def item(self) -> Item:
        data = self.cleaned_data
        return {
            "code": self.entry_code(),
            "scope": data["scope"],
            "amount": f"{data['amount']:.2f}",
            "segment": data["segment"] or None,
            "outcome": data["outcome"] or None,
            "per_agent": data["per_agent"],
            "carries_over": data["carries_over"],
        }


class PayerCapForm(ClauseForm):
    """The most that one principal pays."""

    payer = forms.ChoiceField(label="Whose payments are capped?")
    code = code_field("fund-limit")
    over = forms.ChoiceField(
        label="Over which time?",
        choices=[
            (payer_caps.CONTRACT, "Over the whole contract"),
            (payer_caps.YEAR, "In each contract year"),
            (payer_caps.PERIOD, "In each period"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select over which time the cap counts"},
    )
    amount = MoneyField(label="The most that it pays to all agents together")
    beyond = forms.ChoiceField(
        label="What happens to its share beyond that?",
        choices=[
            (payer_caps.PASSED_OVER, "The other principals pay it, by their shares"),
            (payer_caps.UNPAID, "Nobody pays it: the agents are paid less"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what happens beyond the cap"},
    )

    def prepare(self) -> None:
        codes = [one.organisation for one in self.terms.principals]
        named = {one.code: one.name for one in organisations.of(self.programme)}
        choices = [(code, named.get(code, code)) for code in codes]
        first = "Select a principal" if choices else "Name the principals first"
        self.choose("payer", [("", first), *choices])

    def item(self) -> Item:
        data = self.cleaned_data
        return {
            "code": self.entry_code(),
            "payer": data["payer"],
            "over": data["over"],
            "amount": f"{data['amount']:.2f}",
            "beyond": data["beyond"],
        }
