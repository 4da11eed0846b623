"""A table of amounts by segment and start year in a form."""

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from contracts.domain import rates
from contracts.domain.terms import Terms
from contracts.forms.clauses import Item
from govuk.forms import AffixedInput, DateField, MoneyField

NARROW = {"class": "govuk-input--width-5"}


@dataclasses.dataclass(frozen=True)
class Shape:
    """Which rows and columns the tables of a rule have. None stands for every other segment, or start year."""

    segments: tuple[str | None, ...]
    years: tuple[int | None, ...]

    @classmethod
    def of(cls, terms: Terms, *, by_segment: bool, years: list[int]) -> "Shape":
        segments: tuple[str | None, ...] = (None,)
        if by_segment and terms.segments:
            segments = (*(segment.code for segment in terms.segments), None)
        return cls(segments, (*years, None) if years else (None,))


@dataclasses.dataclass(frozen=True)
class Grid:
    """One table of amounts: its title, the heads of its columns, and a row of fields for each segment."""

    title: str
    columns: list[str]
    rows: list[tuple[str, list[BoundField]]]


def read_years(text: str) -> list[int]:
    """The years that a person typed, each once, in order. What is no number is left out."""
    return sorted({int(word) for word in re.split(r"[,;\s]+", text) if word.isdigit()})


def cell(table: str, segment: str | None, year: int | None) -> str:
    """The name of the field of an amount."""
    return f"{table}.{segment or ''}.{year or ''}"


def shape_fields() -> dict[str, forms.Field]:
    """The fields that decide which amounts there are."""
    return {
        "by_segment": forms.BooleanField(label="An amount for each segment", required=False),
        "start_years": forms.CharField(
            label="Years of start with an amount of their own",
            required=False,
            help_text="Separated by commas, such as 2026, 2027. Leave empty if the year of the start does not matter.",
            widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
        ),
        "year_basis": forms.ChoiceField(
            label="What a year is",
            choices=[
                (rates.CALENDAR, "A calendar year"),
                (rates.FINANCIAL, "A financial year, named by the year in which it begins"),
                (rates.CONTRACT, "A year of the contract: 1, 2, 3 …"),
            ],
            initial=rates.CALENDAR,
            widget=forms.RadioSelect(attrs={"class": "small"}),
        ),
        "year_starts": DateField(label="First day of contract year 1", required=False),
    }


def amount_fields(table: str, title: str, shape: Shape, names: Mapping[str | None, str]) -> dict[str, forms.Field]:
    """A field for every amount of a table."""
    return {
        cell(table, segment, year): MoneyField(
            label=", ".join([title, names[segment], year_name(year, shape)]),
            required=False,
            widget=AffixedInput(prefix="£", attrs=NARROW),
        )
        for segment in shape.segments
        for year in shape.years
    }


def year_name(year: int | None, shape: Shape) -> str:
    if year is not None:
        return str(year)
    return "other years" if len(shape.years) > 1 else "amount"


def segment_names(terms: Terms, shape: Shape) -> dict[str | None, str]:
    names: dict[str | None, str] = {segment.code: segment.name for segment in terms.segments}
    return {**names, None: "every other segment" if len(shape.segments) > 1 else "everybody"}


def initial(table: str, amounts: list[Item]) -> dict[str, Any]:
    """The values of the fields for the amounts of an entry."""
    return {cell(table, one["segment"], one["start_year"]): one["amount"] for one in amounts}


def amounts(table: str, shape: Shape, cleaned: Mapping[str, Any]) -> list[Item]:
    """The amounts that were filled in. An empty field means that nothing is agreed for it."""
    return [
        {"segment": segment, "start_year": year, "amount": f"{amount:.2f}"}
        for segment in shape.segments
        for year in shape.years
        if (amount := cleaned.get(cell(table, segment, year))) is not None
    ]
