"""Reads how deadweight is left out of payment."""

from contracts.domain import rules
from contracts.domain.problems import Reader
from contracts.domain.rules import Deadweight


def read(reader: Reader) -> Deadweight:
    """How deadweight is left out of payment; a share is needed unless the method is none."""
    method = reader.choice("method", rules.METHODS, default="none")
    share = reader.share("share", required=method != "none")
    read_share = share if share is not None else rules.Deadweight().share
    if method != "none" and share is not None and not 0 < share < 1:
        reader.note("share", "out_of_range", "Enter a share above 0 and below 1, or choose the method none.")
    if method == "none" and share:
        reader.note("method", "contradiction", "Choose conceded or counted, or leave the share out.")
    found = Deadweight(
        method=method,
        share=read_share,
        rounding=reader.choice("rounding", rules.ROUNDINGS, default="per_claim"),
        count=reader.choice("count", rules.COUNTS, default="down"),
        source=reader.text("source"),
    )
    reader.finish()
    return found


def own(reader: Reader) -> Deadweight | None:
    """The deadweight that a rule has of its own; None where that of its outcome holds."""
    return None if reader.raw("deadweight") is None else read(reader.inner("deadweight"))


def share_of_line(reader: Reader) -> Deadweight | None:
    """The deadweight of a volume, which is a share of a statement line or nothing."""
    found = own(reader)
    if found is not None and found.method != "none" and (found.method != "conceded" or found.rounding != "per_period"):
        message = "Volume bands concede a share of a statement line: choose conceded and per_period, or none."
        reader.note("deadweight", "contradiction", message)
    return found
