"""How amounts rise with the years: read from a contract document, and written back."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.domain.indexation import BASES, Indexation, IndexYear
from contracts.domain.problems import Reader
from contracts.domain.rates import CONTRACT


def read(reader: Reader) -> Indexation:
    """Either a yearly rate or a table of factors; where it comes from is asked for."""
    basis = reader.choice("basis", BASES, default=CONTRACT)
    yearly = reader.share("yearly", required=False)
    found = Indexation(basis, yearly, _table(reader, basis), reader.codes("rules"), reader.text("source", at_most=300))
    if not found.source.strip():
        reader.note("source", "missing", "Enter the source of the rise: which index it is, or who agreed it.")
    has_table = bool(reader.value.get("table"))
    if (reader.value.get("yearly") not in (None, "")) == has_table:
        reader.note("yearly", "contradiction", "Enter either a yearly rise, or factors by year.")
    if yearly is not None and yearly > Fraction(1, 2):
        reader.note("yearly", "out_of_range", "A yearly rise is at most a half (50%).")
    reader.finish()
    return found


def _table(reader: Reader, basis: str) -> tuple[IndexYear, ...]:
    least, most = (1, 60) if basis == CONTRACT else (1990, 2100)
    found: list[IndexYear] = []
    for inner in reader.readers("table"):
        year = inner.integer("year", least=least, most=most)
        factor = inner.decimal("factor", least=Decimal("0.01"), most=Decimal(100), places=9, required=True)
        inner.finish()
        if "year" not in inner.value:
            inner.note("year", "missing", "Enter the year of the factor.")
        elif found and year is not None and year <= found[-1].year:
            inner.note("year", "not_rising", f"List each year once, in order: this one follows {found[-1].year}.")
        elif year is not None and factor is not None:
            found.append(IndexYear(year, Fraction(factor)))
    return tuple(found)


def document(indexation: Indexation) -> dict[str, Any]:
    """The clause as it was read."""
    return {
        "basis": indexation.basis,
        "yearly": None if indexation.yearly is None else str(indexation.yearly),
        "table": [
            {"year": one.year, "factor": f"{Decimal(one.factor.numerator) / Decimal(one.factor.denominator):f}"}
            for one in indexation.table
        ],
        "rules": list(indexation.rules),
        "source": indexation.source,
    }
