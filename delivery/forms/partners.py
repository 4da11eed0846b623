"""What an agent says of a partner and its subcontract, and what was agreed for the agent itself."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import Organisation
from delivery.domain import risk_cascade
from delivery.forms.agents import AgentForm
from delivery.models import Partner
from govuk.forms import AffixedInput, CharacterCount, DateField, Form, PercentField

ANY = ("", "Any")
VERDICTS = [
    ANY,
    (risk_cascade.FLAGGED, "Risk passed down"),
    (risk_cascade.UNKNOWN, "Cannot say yet"),
    (risk_cascade.PASSED, "Passed"),
]


def days(label: str, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=3650,
        widget=AffixedInput(suffix="days", attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )


def share(label: str, help_text: str = "") -> PercentField:
    return PercentField(label=label, help_text=help_text, min_value=0, max_value=100, max_digits=5, decimal_places=2)


def whole_number(label: str, help_text: str = "", least: int = 0, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=least,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
        **options,
    )


class PartnerForm(AgentForm):
    name = forms.CharField(label="Name of the partner", max_length=200)
    size = forms.ChoiceField(label="Size", choices=Partner.Size.choices, widget=forms.RadioSelect)
    is_charity = forms.BooleanField(label="It is a charity or a social enterprise", required=False)
    work = forms.CharField(
        label="What it does for the programme",
        required=False,
        max_length=1000,
        widget=CharacterCount(attrs={"rows": 3}),
    )
    staff = whole_number("Number of staff who work on the programme", "Heads, not full-time equivalents")


class TermsForm(Form):
    from_date = DateField(label="First day of these terms")
    until_date = DateField(label="Last day of these terms", help_text="Leave empty when open-ended", required=False)
    share_of_work = share("Share of work", "Of all the people whom the lead agent serves")
    share_of_pay = share("Share of pay", "Of all the pay that the lead agent receives")
    share_by_results = share("Share paid by results", "Of this partner's own pay; the rest is paid for service")
    payment_days = days("Days to payment", "From the partner's invoice to the money")
    promised_a_year = whole_number("Number of people promised a year", "0 when no number was promised")
    reason = forms.CharField(
        label="Why these terms, or why they changed",
        required=False,
        max_length=1000,
        widget=CharacterCount(attrs={"rows": 3}),
    )


class ReferralCountForm(Form):
    counted_on = DateField(label="Day of the count")
    people = whole_number("Number of people referred by that day", "Since the subcontract began")


class LeadTermsForm(AgentForm):
    share_by_results = share("Share paid by results to the lead agent", "Of all its pay under the contract")
    payment_days = days("Days in which the lead agent is paid")
    risk_ceiling = share("Most of the risk for one partner", "Of all the pay that depends on results")
    risk_ceiling_small = share(
        "Most of the risk for a small partner or a charity", "They have the least cash with which to wait"
    )
    caseload_ceiling = whole_number("Most participants for one full-time key worker", least=1)
    mix_tolerance = PercentField(
        label="How far the mix of starts may be from the plan",
        help_text="In percentage points, for each segment",
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    evidence = forms.CharField(label="Where this was agreed", max_length=1000, widget=CharacterCount(attrs={"rows": 3}))


class PartnerSearchForm(Form):
    q = forms.CharField(label="Name contains", required=False, max_length=100)
    agent = forms.ChoiceField(label="Lead agent", required=False)
    verdict = forms.ChoiceField(label="Risk-cascade test", required=False, choices=VERDICTS)

    def __init__(self, *args: Any, agents: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agent"]
        assert isinstance(field, forms.ChoiceField)
        if len(agents) > 1:
            field.choices = [ANY, *((agent.code, agent.name) for agent in agents)]
        else:
            del self.fields["agent"]
