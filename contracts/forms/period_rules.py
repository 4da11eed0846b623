"""Forms for payment rules that pay an agent for a period."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from contracts.domain.period_rules import Accelerator, Floor, ServiceFee, VolumeBands
from contracts.forms.clauses import ClauseForm, Item, code_field, line_field, typed_lines
from contracts.forms.sections import as_share, exact_percent
from contracts.selectors import organisations
from govuk.forms import AffixedInput, MoneyField, PercentField

BAND = re.compile(r"^(\d[\d,]*)\s*:\s*£?(\d[\d,]*(?:\.\d{1,2})?)$")
STEP = re.compile(r"^(\d[\d,]*)\s*:\s*(?:[×x*]\s*(\d+(?:\.\d{1,6})?)|\+\s*£?(\d[\d,]*(?:\.\d{1,2})?))$", re.IGNORECASE)
YES_OR_NO = [("yes", "In arrears: on the last day of the period"), ("no", "In advance: on the first day")]


class PeriodRuleForm(ClauseForm):
    """A name, a code, and the fields of its kind one below the other: there are no tables by segment."""

    is_plain = True
    kind = ""
    about = ""

    name = forms.CharField(label="Name", max_length=200, help_text="As it stands in statements")
    code = code_field("service-fee")

    def __init__(self, *args: Any, redraw: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def item(self) -> Item:
        return {"code": self.entry_code(), "name": self.cleaned_data["name"], "kind": self.kind}


class AgentAmountsForm(PeriodRuleForm):
    """What rules have in common that name an amount for each agent."""

    amount_label = ""

    def added_fields(self) -> dict[str, forms.Field]:
        return {f"amount-{agent}": MoneyField() for agent in self.terms.agents}

    def prepare(self) -> None:
        names = dict(organisations.of(self.programme).values_list("code", "name"))
        for agent in self.terms.agents:
            self.fields[f"amount-{agent}"].label = f"{self.amount_label}: {names.get(agent, agent)}"

    def initial_of(self, entry: Item) -> Item:
        named = {one["agent"]: one["amount"] for one in entry["amounts"]}
        amounts = {f"amount-{agent}": named.get(agent, named.get(None)) for agent in self.terms.agents}
        return {"name": entry["name"], **amounts}

    def item(self) -> Item:
        data = self.cleaned_data
        amounts = [{"agent": one, "amount": f"{data[f'amount-{one}']:.2f}"} for one in self.terms.agents]
        return {**super().item(), "amounts": amounts}


class ServiceFeeForm(AgentAmountsForm):
    """A fee for each period, one amount for each agent."""

    kind = ServiceFee.kind
    about = "A sum paid to an agent for each period, whatever comes of it."
    amount_label = "Amount for each period"

    def added_fields(self) -> dict[str, forms.Field]:
        return {
            **super().added_fields(),
            "yearly_discount": PercentField(
                label="Yearly discount",
                required=False,
                help_text="By how much it falls with each contract year after the first",
            ),
            "in_arrears": forms.ChoiceField(
                label="When it is owed",
                choices=YES_OR_NO,
                initial="yes",
                widget=forms.RadioSelect(attrs={"class": "small"}),
            ),
        }

    def initial_of(self, entry: Item) -> Item:
        return {
            **super().initial_of(entry),
            "yearly_discount": exact_percent(entry.get("yearly_discount")),
            "in_arrears": "yes" if entry.get("in_arrears", True) else "no",
        }

    def item(self) -> Item:
        data = self.cleaned_data
        return {
            **super().item(),
            "yearly_discount": as_share(data["yearly_discount"] or None),
            "in_arrears": data["in_arrears"] == "yes",
        }


class FloorForm(AgentAmountsForm):
    """The least that an agent is paid."""

    kind = Floor.kind
    about = "Tops up what an agent is paid, where results bring less than was promised."
    amount_label = "The least"

    over = forms.ChoiceField(
        label="What the minimum is for",
        choices=[("period", "Each period"), ("contract", "The whole contract")],
        initial="period",
        widget=forms.RadioSelect(attrs={"class": "small"}),
    )

    def initial_of(self, entry: Item) -> Item:
        return {**super().initial_of(entry), "over": entry.get("over", "period")}

    def item(self) -> Item:
        return {**super().item(), "over": self.cleaned_data["over"]}


class VolumeForm(PeriodRuleForm):
    """What prices by volume have in common: the outcome, the count, the waiting time, a share conceded."""

    outcome = forms.ChoiceField(label="Outcome")
    over = forms.ChoiceField(
        label="What results are counted over",
        choices=[("contract", "The whole contract"), ("year", "A contract year"), ("period", "A period")],
        initial="contract",
        widget=forms.RadioSelect(attrs={"class": "small"}),
    )
    waiting_working_days = forms.IntegerField(
        label="Waiting time after the event date",
        min_value=0,
        initial=0,
        widget=AffixedInput(suffix="working days", attrs={"class": "govuk-input--width-5"}),
    )
    share = line_field("Share conceded as deadweight", "A fraction such as 1/6. Leave empty if none is taken off")
    source = line_field("Source of the share", max_length=200)

    def prepare(self) -> None:
        self.choose("outcome", self.outcome_choices("Select an outcome"))

    def initial_of(self, entry: Item) -> Item:
        own = entry.get("deadweight") or {}
        return {**entry, "share": own.get("share") or "", "source": own.get("source", "")}

    def item(self) -> Item:
        data = self.cleaned_data
        found = {**super().item(), **{name: data[name] for name in ("outcome", "over", "waiting_working_days")}}
        if not data["share"].strip():
            return found
        own = {"method": "conceded", "share": data["share"].strip(), "rounding": "per_period", "source": data["source"]}
        return {**found, "deadweight": own}

    def field_of(self, path: str) -> str | None:
        return "share" if path.startswith("deadweight") else super().field_of(path)


class VolumeBandsForm(VolumeForm):
    """A price for each result by its place in the volume."""

    kind = VolumeBands.kind
    about = "A sum for each result, by its place in the agent's volume. Earlier results fill the lower bands."
    field_order = ("name", "code", "outcome", "bands")

    bands = forms.CharField(
        label="Bands",
        help_text="One a line: the first result of the band, a colon, the amount of each result. For example "
        "“1: 1000” and below it “101: 800”",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def initial_of(self, entry: Item) -> Item:
        lines = [f"{band['above'] + 1}: {band['amount']}" for band in entry["bands"]]
        return {**super().initial_of(entry), "bands": "\n".join(lines)}

    def clean_bands(self) -> list[Item]:
        return [_band(line) for line in typed_lines(self.cleaned_data["bands"])]

    def item(self) -> Item:
        return {**super().item(), "bands": self.cleaned_data["bands"]}


class AcceleratorForm(VolumeForm):
    """A price that rises beyond a volume."""

    kind = Accelerator.kind
    about = (
        "A sum for each result, which rises for results beyond a volume. What falls away later is taken back at "
        "the highest price reached."
    )
    field_order = ("name", "code", "outcome", "amount", "steps")

    amount = MoneyField(label="Amount of each result at first")
    steps = forms.CharField(
        label="When it rises",
        help_text="One a line: after how many results, a colon, and × with a factor or + with an amount; both start "
        "from the first amount. For example “100: × 1.2” or “100: + 200”",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def initial_of(self, entry: Item) -> Item:
        lines = [
            f"{step['above']}: " + (f"× {step['factor']}" if step["factor"] else f"+ {step['added']}")
            for step in entry["steps"]
        ]
        return {**super().initial_of(entry), "steps": "\n".join(lines)}

    def clean_steps(self) -> list[Item]:
        return [_step(line) for line in typed_lines(self.cleaned_data["steps"])]

    def item(self) -> Item:
        data = self.cleaned_data
        return {**super().item(), "amount": f"{data['amount']:.2f}", "steps": data["steps"]}


def _step(line: str) -> Item:
    match = STEP.match(line)
    if match is None:
        raise ValidationError(f"Write “{line}” as a number, a colon and a rise, such as “100: × 1.2” or “100: + 200”")
    found = {"above": int(match[1].replace(",", ""))}
    return {**found, "factor": match[2]} if match[2] else {**found, "added": match[3].replace(",", "")}


def _band(line: str) -> Item:
    match = BAND.match(line)
    if match is None or int(match[1].replace(",", "")) < 1:
        raise ValidationError(f"Write “{line}” as the first result, a colon and an amount, such as “101: 800”")
    return {"above": int(match[1].replace(",", "")) - 1, "amount": match[2].replace(",", "")}
