"""What a draft rests on: figures in ranges with their sources, and what is arranged."""

import dataclasses
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from contracts.domain import exact
from contracts.domain.assumptions import ARRANGEMENTS
from contracts.forms import expected_metrics
from contracts.forms.clauses import ClauseForm, Item, line_field, text_field, typed_lines
from contracts.forms.sections import HUNDRED, as_percent, as_share
from govuk.forms import AffixedInput, MoneyField, PercentField

NUMBER = re.compile(r"^£?([\d,]+(?:\.\d+)?)%?$")
FIGURES = ("starts", "rates", "lags", "failures", "metrics", "costs", "checking_costs", "days_to_payment")


def to_percent(share: str) -> str:
    return exact.number(Decimal(share) * HUNDRED) or ""


@dataclasses.dataclass(frozen=True)
class Line:
    """One line of figures as it was typed: whom it is for, one or three figures, and their source."""

    who: tuple[str, ...]
    figures: tuple[Decimal, ...]
    source: str

    def document(self, told: Callable[[Decimal], str | None]) -> Item:
        low, expected, high = self.figures if len(self.figures) == 3 else self.figures * 3
        return {"low": told(low), "expected": told(expected), "high": told(high), "source": self.source}


def read_line(text: str, known: tuple[Mapping[str, str], ...]) -> Line:
    """A line “who: figures; source”. `known` holds the codes that may be named, by what is typed for them."""
    front, _, source = text.partition(";")
    name, colon, rest = front.rpartition(":")
    who = _who(name if colon else "", known)
    figures = tuple(_number(part, text) for part in re.split(r",\s+|\s+(?:to|-|–)\s+|\s+", rest.strip()) if part)
    if len(figures) not in {1, 3}:
        raise ValidationError(f"Write one figure, or the lowest, the expected and the highest, in “{text}”")
    return Line(who, figures, source.strip())


def _who(name: str, known: tuple[Mapping[str, str], ...]) -> tuple[str, ...]:
    parts = [part.strip() for part in name.split("/") if part.strip()]
    found = []
    for codes in known:
        part = next((part for part in parts if part.lower() in codes), None)
        if part is not None:
            parts.remove(part)
        found.append(codes[part.lower()] if part is not None else "")
    if parts:
        raise ValidationError(f"There is no outcome or segment “{parts[0]}” in this version; use its name or code")
    return tuple(found)


def _number(part: str, line: str) -> Decimal:
    match = NUMBER.match(part.strip().rstrip(","))
    try:
        return Decimal(match[1].replace(",", "")) if match else Decimal("x")
    except InvalidOperation as error:
        raise ValidationError(f"Write “{part}” as a number, in “{line}”") from error


class AssumptionsForm(ClauseForm):
    """Figures as lines of text, so that there can be as many as there are outcomes and segments."""

    GROUPS = (
        (
            "What is expected",
            "The linter holds prices and targets against these figures. They pay nobody.",
            ("starts", "rates", "lags", "failures", "metrics", "costs", "checking_costs"),
        ),
        (
            "Cash and risk",
            "What the agents can bear while they wait for payment.",
            ("days_to_payment", "working_capital", "most_at_risk"),
        ),
        (
            "What is arranged",
            "Say who does what, and when.",
            ARRANGEMENTS,
        ),
    )
    starts = line_field(
        "Starts in a year", "Lowest, expected, highest; source. For example “800, 1000, 1200; referrals”"
    )
    rates = text_field(
        "Expected rates, in per cent",
        "One a line: outcome / segment: lowest, expected, highest; source. For example “job / young: 20, 25, 30; pilot "
        "of 2024”. Leave the segment out for all",
        5,
    )
    lags = text_field(
        "Days from the start to the event",
        "One a line: outcome: lowest, expected, highest; source. For example “job: 60, 120, 300; pilot of 2024”",
        3,
    )
    failures = text_field(
        "Claims that fail verification, in per cent",
        "One a line: outcome: lowest, expected, highest; source. Leave the outcome out for all",
        2,
    )
    metrics = text_field("Figures of metrics", expected_metrics.HELP, 4)
    costs = text_field(
        "Cost of serving one participant, in pounds",
        "One a line: segment: lowest, expected, highest; source. For example “young: 900, 1000, 1200; open book of "
        "2025”. Leave the segment out for all",
        4,
    )
    checking_costs = text_field(
        "Cost of checking a claim, in pounds",
        "One a line: outcome: amount; source. Count what all parties spend on it",
        3,
    )
    days_to_payment = forms.IntegerField(
        label="From the event to the money",
        required=False,
        min_value=0,
        max_value=3650,
        widget=AffixedInput(suffix="days"),
    )
    working_capital = MoneyField(
        label="Working capital of the agents", required=False, help_text="What they can put in before they are paid"
    )
    most_at_risk = PercentField(
        label="Share of pay that may depend on results", required=False, help_text="The most that the agents accept"
    )
    intervention = text_field("What happens when performance is too low", "Step by step, with deadlines")
    evaluation = text_field("How the service and its value for money will be evaluated", "Against what, and by when")
    quality_floor = text_field("The least that every participant gets", "Whatever is paid for")
    subcontracting = text_field("What subcontractors are paid, when, and which risk they bear")

    def initial_of(self, entry: Item) -> Item:
        """The lines as they would be typed."""
        shown = {name: entry.get(name) for name in ("days_to_payment", "working_capital", *ARRANGEMENTS)}
        return {
            **shown,
            "most_at_risk": as_percent(entry.get("most_at_risk")),
            "starts": typed(entry["starts"], (), str) if entry.get("starts") else "",
            "rates": "\n".join(typed(one, ("outcome", "segment"), to_percent) for one in entry.get("rates", ())),
            "costs": "\n".join(typed(one, ("segment",), str) for one in entry.get("costs", ())),
            "lags": "\n".join(typed(one, ("outcome",), str) for one in entry.get("lags", ())),
            "failures": "\n".join(typed(one, ("outcome",), to_percent) for one in entry.get("failures", ())),
            "metrics": "\n".join(expected_metrics.typed(one, self.terms.metrics) for one in entry.get("metrics", ())),
            "checking_costs": "\n".join(
                f"{one['outcome']}: {one['amount']}" + (f"; {one['source']}" if one["source"] else "")
                for one in entry.get("checking_costs", ())
            ),
        }

    def _codes(self, which: str) -> dict[str, str]:
        """What may be typed for each outcome or segment: its code or its name, in any case of letters."""
        named = self.terms.outcomes if which == "outcomes" else self.terms.segments
        return {typed.lower(): one.code for one in named for typed in (one.code, one.name)}

    def _lines(self, name: str, *known: Mapping[str, str]) -> list[Line]:
        return [read_line(line, known) for line in typed_lines(self.cleaned_data[name])]

    def clean_starts(self) -> Item | None:
        text = self.cleaned_data["starts"].strip()
        return read_line(text, ()).document(exact.number) if text else None

    def clean_rates(self) -> list[Item]:
        lines = self._lines("rates", self._codes("outcomes"), self._codes("segments"))
        return [{"outcome": one.who[0], "segment": one.who[1] or None, **one.document(as_share)} for one in lines]

    def clean_costs(self) -> list[Item]:
        lines = self._lines("costs", self._codes("segments"))
        return [{"segment": one.who[0] or None, **one.document(exact.number)} for one in lines]

    def clean_lags(self) -> list[Item]:
        lines = self._lines("lags", self._codes("outcomes"))
        return [{"outcome": one.who[0], **one.document(exact.number)} for one in lines]

    def clean_failures(self) -> list[Item]:
        lines = self._lines("failures", self._codes("outcomes"))
        return [{"outcome": one.who[0] or None, **one.document(as_share)} for one in lines]

    def clean_metrics(self) -> list[Item]:
        codes = self._codes("outcomes")
        lines = typed_lines(self.cleaned_data["metrics"])
        return [expected_metrics.read(line, self.terms.metrics, codes) for line in lines]

    def clean_checking_costs(self) -> list[Item]:
        lines = self._lines("checking_costs", self._codes("outcomes"))
        return [{"outcome": one.who[0], "amount": f"{one.figures[0]:.2f}", "source": one.source} for one in lines]

    def item(self) -> Item:
        data = self.cleaned_data
        capital = data["working_capital"]
        risk = data["most_at_risk"]
        return {
            **{name: data[name] for name in FIGURES},
            **{name: data[name].strip() for name in ARRANGEMENTS},
            "working_capital": None if capital is None else f"{capital:.2f}",
            "most_at_risk": as_share(risk),
        }

    def field_of(self, path: str) -> str | None:
        return super().field_of(path.removeprefix("assumptions").lstrip("."))


def typed(one: Mapping[str, Any], who: tuple[str, ...], told: Callable[[str], str]) -> str:
    """A range as a line."""
    name = " / ".join(one[part] for part in who if one[part])
    figures = ", ".join(told(one[part]) for part in ("low", "expected", "high"))
    return (f"{name}: " if name else "") + figures + (f"; {one['source']}" if one["source"] else "")
