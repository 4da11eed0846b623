"""The form for bands of a measured figure, and what forms for rules that look at metrics have in common."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from contracts.domain import metric_words, rules
from contracts.domain.metric_rules import BandedMetric
from contracts.forms.clauses import Item, typed_lines
from contracts.forms.period_rules import PeriodRuleForm
from contracts.selectors import organisations
from govuk.forms import MoneyField

EDGE = re.compile(r"^(less than|more than)\s+(.+)$|^(.+?)\s+or\s+(less|more)$", re.IGNORECASE)
BANDS_HELP = (
    "One a line, from the lowest figures to the highest: from where to where, a colon, and what it pays. For example "
    "“less than 90%: −5%”, “90% or more and 100% or less: 0%”, “more than 100%: 5%”. Per cent after the colon is a "
    "share of the base; “25% × figure” is that share multiplied by the figure; an amount is written as £500 or −£500."
)


class MetricRuleForm(PeriodRuleForm):
    """What every such rule has: a metric that the draft declares."""

    metric = forms.ChoiceField(label="Metric")
    agents = forms.MultipleChoiceField(
        label="Only for these agents",
        help_text="Select none for every agent",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "small"}),
    )

    def prepare(self) -> None:
        self.choose("metric", self.metric_choices("Select a metric"))
        names = dict(organisations.of(self.programme).values_list("code", "name"))
        self.choose("agents", [(code, names.get(code, code)) for code in self.terms.agents])
        if len(self.terms.agents) < 2:
            del self.fields["agents"]

    def metric_choices(self, first: str) -> list[tuple[str, str]]:
        return [("", first), *((one.code, one.name) for one in self.terms.metrics)]

    def rule_choices(self) -> list[tuple[str, str]]:
        """The rules that a share can be taken of."""
        return [(one.code, one.name) for one in self.terms.rules if rules.has_own_amount(one)]

    def item(self) -> Item:
        found = {**super().item(), "metric": self.cleaned_data["metric"]}
        agents = self.cleaned_data.get("agents")
        return {**found, "agents": agents} if agents else found


def base_fields(what: str) -> dict[str, forms.Field]:
    return {
        "base_rules": forms.MultipleChoiceField(
            label=f"{what} of what these rules pay",
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"class": "small"}),
        ),
        "base_amount": MoneyField(label="Or of a fixed amount", required=False),
    }


def base_initial(entry: Item) -> Item:
    base = entry.get("base") or {}
    return {"base_rules": base.get("rules") or [], "base_amount": base.get("amount")}


def base_item(data: Mapping[str, Any]) -> Item | None:
    amount, rules = data["base_amount"], data["base_rules"]
    if amount is None and not rules:
        return None
    return {"amount": None if amount is None else f"{amount:.2f}", "rules": rules}


class BandedMetricForm(MetricRuleForm):
    """Bands of a period's figure, each with what it pays."""

    kind = BandedMetric.kind
    about = "An amount for each period by the band into which a measured figure falls: more, less or nothing."

    bands = forms.CharField(label="Bands", help_text=BANDS_HELP, widget=forms.Textarea(attrs={"rows": 5}))
    only_if = forms.CharField(label="Paid only if", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def added_fields(self) -> dict[str, forms.Field]:
        return base_fields("Shares are")

    def prepare(self) -> None:
        super().prepare()
        self.choose("base_rules", self.rule_choices())
        self.fields["only_if"].help_text = (
            "Conditions on other metrics of the same period, one a line: the metric, a colon, and where its figure has "
            f"to lie, such as “{self.terms.metrics[0].code if self.terms.metrics else 'completion'}: 50% or more”. "
            "Unless all of them are met nothing is paid; what is taken away still is"
        )

    def initial_of(self, entry: Item) -> Item:
        typed = "\n".join(_line(band, as_percent=self._is_share(entry["metric"])) for band in entry["bands"])
        needed = [
            f"{one['metric']}: {_reach(one, as_percent=self._is_share(one['metric']))}"
            for one in entry.get("only_if") or []
        ]
        return {**entry, **base_initial(entry), "bands": typed, "only_if": "\n".join(needed)}

    def _is_share(self, metric: str) -> bool:
        return any(one.is_share for one in self.terms.metrics if one.code == metric)

    def clean_bands(self) -> list[Item]:
        return [_band(line) for line in typed_lines(self.cleaned_data["bands"])]

    def clean_only_if(self) -> list[Item]:
        return [_condition(line) for line in typed_lines(self.cleaned_data["only_if"])]

    def item(self) -> Item:
        data = self.cleaned_data
        found = {**super().item(), "bands": data["bands"], "base": base_item(data)}
        return {**found, "only_if": data["only_if"]} if data["only_if"] else found

    def field_of(self, path: str) -> str | None:
        return "base_amount" if path.startswith("base") else super().field_of(path)


def _reach(band: Item, *, as_percent: bool) -> str:
    low, high = (
        None if band[edge] is None else metric_words.figure(Fraction(band[edge]), as_percent=as_percent)
        for edge in ("from", "to")
    )
    return metric_words.reach(low, band["from_included"], high, band["to_included"])


def _line(band: Item, *, as_percent: bool) -> str:
    pays = f"£{band['amount']}".replace("£-", "−£") if band["amount"] is not None else ""
    if band["share"] is not None:
        pays = metric_words.figure(Fraction(band["share"]), as_percent=True)
        pays += " × figure" if band.get("times_figure") else ""
    return f"{_reach(band, as_percent=as_percent)}: {pays}"


def _band(line: str) -> Item:
    """A line such as “90% or more and 100% or less: −5%”."""
    reach, colon, pays = line.rpartition(":")
    band: Item = {"from": None, "from_included": True, "to": None, "to_included": False, "amount": None, "share": None}
    if not colon:
        raise ValidationError(f"Write “{line}” as from where to where, a colon, and what it pays")
    if reach.strip().lower() != "any figure":
        band |= _edges(reach, line)
    return band | _pays(pays.strip(), line)


def _condition(line: str) -> Item:
    """A line such as “completion: 50% or more”."""
    metric, colon, reach = line.partition(":")
    if not colon:
        raise ValidationError(f"Write “{line}” as a metric, a colon, and where its figure has to lie")
    open_ended = {"from": None, "from_included": True, "to": None, "to_included": False}
    return {"metric": metric.strip(), **open_ended, **_edges(reach, line)}


def _edges(reach: str, line: str) -> Item:
    found: Item = {}
    for part in re.split(r"\s+and\s+", reach.strip(), flags=re.IGNORECASE):
        found |= _edge(part, line)
    return found


def _edge(part: str, line: str) -> Item:
    match = EDGE.match(part.strip())
    if match is None:
        raise ValidationError(f"Write where “{line}” begins and ends as “less than 90%”, “90% or more” and so on")
    word, figure = (match[1] or match[4]).lower(), figure_of(match[2] or match[3], line)
    return {
        "less than": {"to": figure, "to_included": False},
        "less": {"to": figure, "to_included": True},
        "more than": {"from": figure, "from_included": False},
        "more": {"from": figure, "from_included": True},
    }[word]


def _pays(text: str, line: str) -> Item:
    plain = text.replace("−", "-").replace(" ", "")
    if "£" in plain:
        try:
            return {"amount": f"{Decimal(plain.replace('£', '').replace(',', '')):.2f}"}
        except ArithmeticError as error:
            raise ValidationError(f"Write what “{line}” pays as an amount such as £500 or −£500") from error
    share, times = re.subn(r"[x×*]figure$", "", plain, flags=re.IGNORECASE)
    return {"share": figure_of(share, line)} | ({"times_figure": True} if times else {})


def figure_of(text: str, line: str) -> str:
    """A figure as the document has it. `line` is what is shown where it cannot be read."""
    plain = text.replace("−", "-").replace(",", "").replace("+", "").strip()
    try:
        found = Fraction(plain.removesuffix("%").strip())
    except (ValueError, ZeroDivisionError) as error:
        raise ValidationError(f"In “{line}”, write figures as 90%, 0.9, 4 or 1/3") from error
    return str(found / 100 if plain.endswith("%") else found)
