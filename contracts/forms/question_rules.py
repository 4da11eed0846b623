"""The form for the rules by which agents are asked about their figures: a row for each question."""

import dataclasses
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from contracts.domain import exact, monitoring_rules, question_rules
from contracts.domain.monitoring_rules import DEFAULTS
from contracts.domain.question_rules import ASKED, BY_CODE, CHANCES, MOST, QuestionRule
from contracts.forms.clauses import ClauseForm, Item
from contracts.forms.sections import HUNDRED
from govuk.forms import AffixedInput, PercentField

UNITS = {"ratio": "times", "deviations": "SD"}
SMALL = {"class": "govuk-input--width-4"}


@dataclasses.dataclass(frozen=True)
class Row:
    """A question with its fields: the smallest sample, the line, and the chance where one is reckoned."""

    name: str
    usual: str
    fields: list[BoundField | None]


class QuestionRulesForm(ClauseForm):
    """Every question, with the rule that holds filled in."""

    def added_fields(self) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        for one in ASKED:
            found[f"{one.code}__fewest"] = forms.IntegerField(
                label=f"Smallest sample for “{one.name}”", min_value=1, max_value=100_000,
                widget=AffixedInput(attrs={**SMALL, "inputmode": "numeric"}),
            )  # fmt: skip
            found[f"{one.code}__threshold"] = _line(one)
            if not one.counts_cases:
                found[f"{one.code}__chance"] = PercentField(
                    label=f"Chance of a false alarm for “{one.name}”", min_value=CHANCES[0] * HUNDRED,
                    max_value=CHANCES[1] * HUNDRED, widget=AffixedInput(suffix="%", attrs=SMALL),
                )  # fmt: skip
        return found

    def rows(self) -> list[Row]:
        """The fields as a table has them."""
        parts = ("fewest", "threshold", "chance")
        return [
            Row(
                one.name,
                question_rules.in_words(one.code, one.usual),
                [self[name] if (name := f"{one.code}__{part}") in self.fields else None for part in parts],
            )
            for one in ASKED
        ]

    def initial_of(self, entry: Item) -> Item:
        found: Item = {}
        for code, rule in monitoring_rules.of_document(entry).question_rules().items():
            scale = HUNDRED if BY_CODE[code].measured == "share" else 1
            found[f"{code}__fewest"] = rule.fewest
            found[f"{code}__threshold"] = exact.number(rule.threshold * scale)
            found[f"{code}__chance"] = exact.number(rule.chance * HUNDRED)
        return found

    def item(self) -> Item:
        """The lines of monitoring with these rules; empty where every one is the usual."""
        stated = {code: rule for one in ASKED if (rule := self._rule(code := one.code)) != one.usual}
        rules = dataclasses.replace(monitoring_rules.of_document(self.entry or {}), questions=tuple(stated.items()))
        return {} if rules == DEFAULTS else monitoring_rules.document(rules)

    def _rule(self, code: str) -> QuestionRule:
        data: dict[str, Any] = self.cleaned_data
        threshold: Decimal = data[f"{code}__threshold"]
        chance: Decimal | None = data.get(f"{code}__chance")
        return QuestionRule(
            data[f"{code}__fewest"],
            threshold / HUNDRED if BY_CODE[code].measured == "share" else threshold,
            BY_CODE[code].usual.chance if chance is None else chance / HUNDRED,
        )


def _line(one: question_rules.Asked) -> forms.Field:
    """The field for a line: per cent for a share, otherwise a number with its unit."""
    label, most = f"Line for “{one.name}”", MOST[one.measured]
    if one.measured == "share":
        widget = AffixedInput(suffix="%", attrs=SMALL)
        return PercentField(label=label, min_value=0, max_value=most * HUNDRED, widget=widget)
    widget = AffixedInput(suffix=UNITS[one.measured], attrs=SMALL)
    return forms.DecimalField(label=label, min_value=0, max_value=most, max_digits=7, decimal_places=4, widget=widget)
