"""Reads what payment rules by measured figures have in common: exact figures, shares, and what a share is taken of."""

import re
from fractions import Fraction

from contracts.domain.metric_rules import Base
from contracts.domain.problems import Reader

FIGURE = re.compile(r"^-?(\d{1,12}/\d{1,9}|\d{1,12}(\.\d{1,12})?)$")


def noted(reader: Reader, *keys: str) -> bool:
    places = {reader.at(key) for key in keys}
    return any(problem.path in places for problem in reader.problems)


def base(reader: Reader) -> Base | None:
    if reader.raw("base") is None:
        return None
    inner = reader.inner("base")
    amount, rules = inner.money("amount", required=False), inner.codes("rules")
    if (amount is None) == (not rules) and not noted(inner, "amount"):
        inner.note("", "contradiction", "A base is either an amount, or the rules whose payments it counts.")
    inner.finish()
    return Base(amount, rules)


def share(reader: Reader, key: str, *, required: bool = True, may_be_nought: bool = False) -> Fraction | None:
    """A share above 0, up to 1; of a price for each event, any fall may be enough."""
    found = reader.share(key, required=required)
    if found is not None and found == 0 and not may_be_nought:
        reader.note(key, "out_of_range", "Enter a share above zero.")
        return None
    return found


def figure(reader: Reader, key: str, *, required: bool) -> Fraction | None:
    """An exact figure of either sign as text, such as "0.9", "-1/20" or "35"."""
    value = reader.raw(key)
    if value in (None, ""):
        if required:
            reader.note(key, "missing", f"Enter {key.replace('_', ' ')} as text.")
        return None
    try:
        return Fraction(value if isinstance(value, str) and FIGURE.match(value) else "x")
    except (ValueError, ZeroDivisionError):
        reader.note(key, "bad_number", 'Write an exact number as text, for example "0.9", "1/3" or "-0.05".')
        return None
