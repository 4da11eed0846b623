"""What the forms for payment rules of every kind have in common: tables of amounts, numbers, deadweight."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict

from contracts.domain import rates as domain_rates
from contracts.domain.rules import START, AttachmentFee, Bonus
from contracts.forms import deadweight, rates
from contracts.forms.clauses import ClauseForm, Item, code_field
from contracts.forms.rates import Grid, Shape
from govuk.forms import AffixedInput

MAIN = "main"
WITHOUT_OUTCOME = (AttachmentFee.kind, Bonus.kind)  # no deadweight but their own


class RuleForm(ClauseForm):
    """What every rule has: a name, amounts, and perhaps a deadweight of its own.

    With `redraw` the form is only shown again with the tables that its answers ask for; nothing is judged yet.
    """

    kind = ""
    about = ""
    number = ("", "")  # the prefix and the head of a whole number in each row of the first table
    redraw = False
    is_plain = False

    name = forms.CharField(label="Name", max_length=200, help_text="For example, Fee for a sustained job")
    code = code_field("job-fee")

    def __init__(self, data: Any = None, *args: Any, redraw: bool = False, **kwargs: Any) -> None:
        self.redraw = redraw
        self.answers: Mapping[str, Any] = data if data is not None else {}
        super().__init__(data, *args, **kwargs)

    def full_clean(self) -> None:
        if self.redraw:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def added_fields(self) -> dict[str, forms.Field]:
        self.shape = self.read_shape()
        names = rates.segment_names(self.terms, self.shape)
        found = {**self.conditions(names), **rates.shape_fields()}
        for table, title in self.tables().items():
            found |= rates.amount_fields(table, title, self.shape, names)
        return {**found, **deadweight.fields(own=self.kind not in WITHOUT_OUTCOME)}

    def conditions(self, names: Mapping[str | None, str]) -> dict[str, forms.Field]:
        """The fields that this kind of rule has besides. `names`: the rows of its tables."""
        return {}

    def tables(self) -> dict[str, str]:
        """The tables of amounts by name, each with its title."""
        return {MAIN: "Amounts"}

    def read_shape(self) -> Shape:
        """From the answers given, or else from the rule as it is."""
        if self.is_bound:
            years = rates.read_years(self.answers.get("start_years", ""))
            return Shape.of(self.terms, by_segment=bool(self.answers.get("by_segment")), years=years)
        amounts = [one for listed in self.stored_amounts().values() for one in listed]
        years = sorted({one["start_year"] for one in amounts if one["start_year"]})
        return Shape.of(self.terms, by_segment=any(one["segment"] for one in amounts), years=years)

    def stored_amounts(self) -> dict[str, list[Item]]:
        """The amounts of the rule as it is, by table."""
        return {MAIN: self.entry["amounts"]} if self.entry is not None else {}

    def initial_of(self, entry: Item) -> Item:
        found = {**entry, **deadweight.initial(entry.get("deadweight"))}
        if self.kind in WITHOUT_OUTCOME and entry.get("deadweight") is None:
            found["deadweight_method"] = "none"
        amounts = [one for listed in self.stored_amounts().values() for one in listed]
        years = sorted({one["start_year"] for one in amounts if one["start_year"]})
        found["start_years"] = ", ".join(map(str, years))
        found["by_segment"] = any(one["segment"] for one in amounts)
        if entry.get("year_starts"):
            found["year_starts"] = datetime.date.fromisoformat(entry["year_starts"])
        for table, listed in self.stored_amounts().items():
            found |= rates.initial(table, listed)
        return found

    def clean_start_years(self) -> str:
        text: str = self.cleaned_data["start_years"]
        if text.strip() and not all(word.isdigit() for word in text.replace(",", " ").split()):
            raise ValidationError("Enter years as numbers, separated by commas, such as 2026, 2027")
        return text

    def grids(self) -> list[Grid]:
        """The tables as they are shown."""
        names = rates.segment_names(self.terms, self.shape)
        columns = [rates.year_name(year, self.shape).capitalize() for year in self.shape.years]
        return [
            Grid(
                title,
                [*columns, self.number[1]] if self.number[0] and table == MAIN else columns,
                [(_capital(names[segment]), self._cells(table, segment)) for segment in self.shape.segments],
            )
            for table, title in self.tables().items()
        ]

    def _cells(self, table: str, segment: str | None) -> list[BoundField]:
        found = [self[rates.cell(table, segment, year)] for year in self.shape.years]
        if table == MAIN and self.number[0]:
            found.append(self[f"{self.number[0]}.{segment or ''}"])
        return found

    def parts(self) -> dict[str, list[BoundField]]:
        """The fields outside the tables: what the rule asks, which tables it has, its deadweight."""
        shape = list(rates.shape_fields())
        outside = [field for field in self.visible_fields() if "." not in field.name]
        return {
            "conditions": [one for one in outside if one.name not in shape and one.name not in deadweight.NAMES],
            "shape": [self[name] for name in shape],
            "deadweight": [self[name] for name in deadweight.NAMES],
        }

    def item(self) -> Item:
        data = self.cleaned_data
        found: Item = {
            "code": self.entry_code(),
            "name": data["name"],
            "kind": self.kind,
            "amounts": rates.amounts(MAIN, self.shape, data),
            "year_basis": data["year_basis"],
        }
        if data["year_basis"] == domain_rates.CONTRACT:
            found["year_starts"] = str(data["year_starts"]) if data["year_starts"] else None
        own = deadweight.item(data)
        if own is None or (self.kind in WITHOUT_OUTCOME and own["method"] == "none" and not own["source"]):
            return found
        return {**found, "deadweight": own}

    def field_of(self, path: str) -> str | None:
        return "start_years" if "start_year" in path.split(".") else super().field_of(path)

    def choose_outcomes(self, *names: str) -> None:
        for name in names:
            self.choose(name, self.outcome_choices())

    def numbers(self, unit: str, names: Mapping[str | None, str]) -> dict[str, forms.Field]:
        """A whole number for each row of the first table."""
        prefix, label = self.number
        return {
            f"{prefix}.{segment or ''}": forms.IntegerField(
                label=f"{label}, {names[segment]}",
                required=False,
                min_value=1,
                widget=AffixedInput(suffix=unit, attrs=rates.NARROW),
            )
            for segment in self.shape.segments
        }

    def read_numbers(self, unit: str) -> list[Item]:
        prefix = self.number[0]
        return [
            {"segment": segment, unit: number}
            for segment in self.shape.segments
            if (number := self.cleaned_data.get(f"{prefix}.{segment or ''}"))
        ]

    def read_prerequisites(self) -> list[str]:
        """The outcomes chosen; that the participant has started goes without saying, and is kept where it is said."""
        said = START in (self.entry or {}).get("prerequisites", ())
        return [*([START] if said else []), *self.cleaned_data["prerequisites"]]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
