"""What a statement says: its lines, its total, what each payer bears, and what may be shown to whom."""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from payments.domain import money

NOUGHT = Decimal("0.00")
Shares = Sequence[tuple[str, Fraction]]


@dataclasses.dataclass(frozen=True, order=True)
class Line:
    """Results of one outcome and segment under one rule and version, at one amount. net = gross − deadweight − cap.

    `kind` is payment, or adjustment for what belongs to a statement approved earlier.
    """

    kind: str
    rule: str
    outcome: str
    segment: str
    version: int
    unit_amount: Decimal
    count: int
    gross: Decimal
    deadweight: Decimal
    cap: Decimal
    net: Decimal

    def document(self) -> dict[str, Any]:
        """As statements are published: amounts are strings with two decimals (more where the price has more)."""
        return {
            "kind": self.kind,
            "rule": self.rule,
            "outcome": self.outcome,
            "segment": self.segment,
            "count": self.count,
            "unit_amount": price(self.unit_amount),
            "gross": money.text(self.gross),
            "deadweight": money.text(self.deadweight),
            "cap": money.text(self.cap),
            "net": money.text(self.net),
            "version": self.version,
        }


def from_document(document: Mapping[str, Any]) -> Line:
    """A line as it was frozen at approval."""
    fields: dict[str, Any] = dict(document)
    for name in ("unit_amount", "gross", "deadweight", "cap", "net"):
        fields[name] = Decimal(fields[name])
    return Line(**fields)


def price(amount: Decimal) -> str:
    """A unit amount with two decimals, or with as many as it has."""
    return f"{amount:.2f}" if amount == amount.quantize(money.PENNY) else f"{amount.normalize():f}"


def total(lines: Iterable[Line]) -> Decimal:
    return sum((line.net for line in lines), NOUGHT)


def payers(
    lines: Iterable[Line], shares: Mapping[int, Shares], entered: Mapping[int, Mapping[str, Decimal]] | None = None
) -> list[tuple[str, Decimal]]:
    """What each payer bears; the parts add up to the total.

    What was priced by a version is split by that version's shares, to the penny. `entered`: what the entries say
    that each payer bears, by version, of those versions in which a payer has a cap of its own; it stands as it is.
    """
    by_version: defaultdict[int, int] = defaultdict(int)
    for line in lines:
        by_version[line.version] += int(line.net.scaleb(2))
    said = entered or {}
    borne: dict[str, Decimal] = {}
    for version in sorted({*by_version, *said}):
        if version in said:
            parts = {**{payer: NOUGHT for payer, _ in shares[version]}, **said[version]}
        else:
            split = money.split(by_version[version], shares[version])
            parts = {payer: money.pounds(pennies) for payer, pennies in split.items()}
        for payer, amount in parts.items():
            borne[payer] = borne.get(payer, NOUGHT) + amount
    return list(borne.items())


@dataclasses.dataclass(frozen=True)
class Shown:
    """The lines that may be shown, and what all others come to together (None: there are none)."""

    lines: list[Line]
    others: Line | None


def shown_above(
    lines: Sequence[Line], threshold: int, counts_nobody: Callable[[Line], bool] = lambda line: False
) -> Shown:
    """Lines of fewer results than the threshold are shown only together, so that no small count can be read or
    worked out from the total. If together they are still too few, the next smallest line joins them.

    Lines that count nobody, such as a fee for a period, are always shown, and hide nobody among them."""
    free = [line for line in lines if counts_nobody(line)]
    people = [line for line in lines if line not in free]
    small = sorted((line for line in people if abs(line.count) < threshold), key=lambda line: abs(line.count))
    large = sorted((line for line in people if abs(line.count) >= threshold), key=lambda line: line.count)
    while small and large and sum(abs(line.count) for line in small) < threshold:
        small.append(large.pop(0))
    kept = [line for line in lines if line in large or line in free]
    return Shown(kept, together(small) if small else None)


def together(lines: Sequence[Line]) -> Line:
    """The sums over some lines, as a line without rule, outcome, segment and price."""

    def added(name: str) -> Decimal:
        return sum((getattr(line, name) for line in lines), NOUGHT)

    return Line(
        kind="", rule="", outcome="", segment="", version=0, unit_amount=NOUGHT, count=sum(one.count for one in lines),
        gross=added("gross"), deadweight=added("deadweight"), cap=added("cap"), net=added("net"),
    )  # fmt: skip
