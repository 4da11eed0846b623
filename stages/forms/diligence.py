from typing import Any

from django import forms

from govuk.forms import AffixedInput, CharacterCount, Form, MoneyField, PercentField
from stages.models import BidAssumption


def _words(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=3000, widget=CharacterCount(attrs={"rows": 3})
    )


def _months(label: str, help_text: str, **options: Any) -> forms.IntegerField:
    widget = AffixedInput(suffix="months", attrs={"class": "govuk-input--width-3"})
    return forms.IntegerField(label=label, help_text=help_text, widget=widget, **options)


class PrincipalDiligenceForm(Form):
    budget_authority = _words("Authority for the budget", "Who has approved the money, by which decision, until when")
    funds_available = MoneyField(label="Funds available", required=False)
    liability = _words("Liability", "The greatest sum for which it answers, and what happens beyond it")
    accountability = _words("Accountability", "Who answers for the payments, to whom, and who can stop them")
    oversight_record = _words("Record of oversight", "Which such provision it has overseen, and what came of it")


class AgentDiligenceForm(Form):
    delivery_history = _words("History of delivery", "What it has delivered, for whom, with what results")
    references = _words("References taken up", "Who was asked, when, and what they said")
    working_capital = MoneyField(
        label="Working capital", help_text="What it can put in until it is paid", required=False
    )
    data_capability = _words("Data", "Whether it can record and evidence outcomes, and share them lawfully")
    supply_chain = _words("Supply chain", "Who else delivers, on what terms, and how much risk they carry")
    risk_appetite = _words("Appetite for risk", "What it says that it can bear, and what its board has agreed")
    maximum_pbr_share = PercentField(
        label="Greatest share of its income that may depend on results",
        max_value=100,
        min_value=0,
        decimal_places=2,
        required=False,
    )


class CashPlanForm(Form):
    months = _months("Length of delivery", "For how many months it delivers", min_value=1, max_value=240)
    monthly_cost = MoneyField(label="Cost of delivery a month", min_value=0)
    monthly_fee = MoneyField(
        label="Fee a month that does not depend on results", help_text="0 when all pay depends on results", min_value=0
    )
    monthly_income = MoneyField(
        label="Income by results for a month of delivery", help_text="As the bid expects it", min_value=0
    )
    lag_months = _months(
        "Time until payment", "From the month of delivery to the money for its results", min_value=0, max_value=60
    )
    pessimistic_share = PercentField(
        label="Share of that income which is earned, in the pessimistic case",
        min_value=0,
        max_value=100,
        decimal_places=2,
    )
    pessimistic_delay_months = _months(
        "Further delay in the pessimistic case", "How much later than planned it is paid", min_value=0, max_value=60
    )
    source = _words("Where the figures come from", "For example, the open-book model of March, checked by finance")


class AssumptionForm(Form):
    kind = forms.ChoiceField(label="Kind of figure", choices=BidAssumption.Kind, widget=forms.RadioSelect)
    name = forms.CharField(
        label="What it is, with its unit", help_text="For example, jobs kept for 26 weeks, per cent", max_length=200
    )
    value = forms.DecimalField(
        label="Figure in the bid",
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    evidence_low = forms.DecimalField(
        label="Lowest figure of the evidence", max_digits=14, decimal_places=2, required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    evidence_high = forms.DecimalField(
        label="Highest figure of the evidence", max_digits=14, decimal_places=2, required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    source = _words("Source of the range", "Published figures of comparable provision")
    explanation = _words("If the figure lies outside: why it may still hold")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        low, high = data.get("evidence_low"), data.get("evidence_high")
        wrong = {"evidence_low", "evidence_high"} & set(self.errors)
        if low is not None and high is None and not wrong:
            self.add_error("evidence_high", "Enter the highest figure of the evidence too")
        if high is not None and low is None and not wrong:
            self.add_error("evidence_low", "Enter the lowest figure of the evidence too")
        if low is not None and high is not None and low > high:
            self.add_error("evidence_high", "Enter a highest figure that is not below the lowest")
        if low is not None and high is not None and not (data.get("source") or "").strip():
            self.add_error("source", "Enter the source of the range")
        return data
