"""Who pays a statement: its total split among the principals, and the caps of principals that it met."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from accounts.models import Organisation
from contracts.domain import words
from contracts.domain.payer_caps import PayerCap
from contracts.domain.terms import Terms
from contracts.models import Party
from contracts.selectors import terms, versions
from govuk import formats
from payments.domain import money, statements
from payments.domain.payers import PASSED, PAYERS, UNPAID
from payments.domain.statements import Line, Shares
from payments.models import Statement
from stages.models import Programme

Entered = dict[str, dict[int, dict[str, Decimal]]]
SPLIT = (
    "Split by the shares in the contract, to the penny: pennies left over go to the largest remainders, so that the "
    "parts add up to the total."
)
SPLIT_BY_AMOUNT = (
    "Each amount is split by the shares in the contract, to the penny, as far as the caps of the principals leave "
    "room; so the parts add up to the total."
)


@dataclasses.dataclass(frozen=True)
class Payer:
    """What a payer bears. `name` is that of the organisation."""

    code: str
    name: str
    amount: Decimal


@dataclasses.dataclass(frozen=True)
class CapMet:
    """A principal's cap that results of the statement met: what went beyond it, to others or to nobody."""

    cap: PayerCap
    words: str
    passed: Decimal
    unpaid: Decimal

    @property
    def told(self) -> str:
        """The cap, and what it comes to on the statement."""
        parts = []
        if self.passed:
            parts.append(f"{formats.money(self.passed)} is passed over to other principals")
        if self.unpaid:
            parts.append(f"{formats.money(self.unpaid)} is not paid")
        return f"{self.words} On this statement {words.listed(parts)}."

    def document(self) -> dict[str, str]:
        """As the command `statement` prints it."""
        return {
            "cap": self.cap.code,
            "principal": self.cap.payer,
            "passed_over": money.text(self.passed),
            "unpaid": money.text(self.unpaid),
        }


@dataclasses.dataclass(frozen=True)
class WhoPays:
    """The payers of a statement in the order of the contract, and the caps of principals that it met."""

    payers: list[Payer]
    met: list[CapMet]
    by_amount: bool

    @property
    def how(self) -> str:
        """How the total was split, in words."""
        return SPLIT_BY_AMOUNT if self.by_amount else SPLIT


def shares_of(programme: Programme) -> dict[int, Shares]:
    """The payers and their shares by number of the version."""
    found: dict[int, list[Any]] = {}
    parties = Party.objects.filter(version__programme=programme, role=Party.Role.PRINCIPAL).order_by("pk")
    for number, code, share in parties.values_list("version__number", "organisation__code", "share"):
        found.setdefault(number, []).append((code, Fraction(share)))
    return dict(found)


def of(statement: Statement, lines: Sequence[Line]) -> WhoPays:
    """What each payer bears of a statement with these lines. The parts add up to its total."""
    programme = statement.programme
    shares = shares_of(programme)
    capped = {one.number: terms.of(one) for one in versions.all_agreed(programme) if one.payer_caps}
    entered = _entered(statement) if capped and statement.pk else {}
    said = {number: parts for number, parts in entered.get(PAYERS, {}).items() if number in capped}
    borne = statements.payers(lines, shares, said)
    codes = {code for code, _ in borne} | {cap.payer for one in capped.values() for cap in one.payer_caps}
    names = names_of(codes)
    return WhoPays(
        payers=[Payer(code, names[code], amount) for code, amount in borne],
        met=[one for number, found in capped.items() for one in _met(found, number, entered, names)],
        by_amount=bool(said),
    )


def borne(programme: Programme, approved: QuerySet[Statement]) -> dict[str, Decimal]:
    """What each payer bears of approved statements together, by its code; each statement split as by `of`."""
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for parts in borne_of_each(programme, approved).values():
        for code, amount in parts:
            found[code] += amount
    return found


def borne_of_each(programme: Programme, approved: QuerySet[Statement]) -> dict[int, list[tuple[str, Decimal]]]:
    """What each payer bears of each approved statement, by the statement's key; split as by `of`, in a few queries."""
    shares = shares_of(programme)
    capped = {one.number for one in versions.all_agreed(programme) if one.payer_caps}
    lines = dict(approved.values_list("pk", "lines"))
    said: dict[int, dict[int, dict[str, Decimal]]] = {}
    if capped:
        with connection.cursor() as cursor:
            cursor.execute(SAID_OF_ALL, [list(lines), list(capped)])
            for statement, number, code, amount in cursor.fetchall():
                said.setdefault(statement, {}).setdefault(number, {})[code] = amount
    return {
        key: list(statements.payers([statements.from_document(line) for line in frozen], shares, said.get(key, {})))
        for key, frozen in lines.items()
    }


SAID_OF_ALL = """
    SELECT entry.statement_id, version.number, part.key, sum(part.value::numeric)
      FROM payments_ledgerentry entry
      JOIN contracts_contractversion version ON version.id = entry.version_id
     CROSS JOIN jsonb_each_text(entry.explanation -> 'who_pays' -> 'payers') part
     WHERE entry.statement_id = ANY(%s) AND version.number = ANY(%s)
     GROUP BY 1, 2, 3
"""


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """What the organisations of these codes are called."""
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))


def _met(found: Terms, number: int, entered: Entered, names: dict[str, str]) -> list[CapMet]:
    """The caps of a version beyond which something went."""
    passed, unpaid = (entered.get(kind, {}).get(number, {}) for kind in (PASSED, UNPAID))
    nought = statements.NOUGHT
    return [
        CapMet(
            cap, words.payer_cap(cap, found, names[cap.payer]), passed.get(cap.code, nought),
            unpaid.get(cap.code, nought),
        )
        for cap in found.payer_caps
        if passed.get(cap.code) or unpaid.get(cap.code)
    ]  # fmt: skip


def _entered(statement: Statement) -> Entered:
    """What the entries of a statement say, added up: by kind and version, what each payer bears or each cap left."""
    found: Entered = {}
    with connection.cursor() as cursor:
        cursor.execute(ENTERED, [statement.pk])
        for kind, number, code, amount in cursor.fetchall():
            found.setdefault(kind, {}).setdefault(number, {})[code] = amount
    return found


ENTERED = """
    SELECT kind.key, version.number, part.key, sum(part.value::numeric)
      FROM payments_ledgerentry entry
      JOIN contracts_contractversion version ON version.id = entry.version_id
     CROSS JOIN jsonb_each(entry.explanation -> 'who_pays') kind
     CROSS JOIN jsonb_each_text(kind.value) part
     WHERE entry.statement_id = %s AND entry.explanation ? 'who_pays'
     GROUP BY 1, 2, 3
"""


def unpaid_by_line(statement: Statement) -> list[tuple[Any, ...]]:
    """What caps of payers left unpaid on each line: the line's key and version, the cap, the sum, and the other cap
    that the same entries name, if any."""
    with connection.cursor() as cursor:
        cursor.execute(UNPAID_BY_LINE, [statement.pk])
        return list(cursor.fetchall())


UNPAID_BY_LINE = """
    SELECT entry.kind, entry.rule, entry.outcome, entry.segment, entry.unit_amount, version.number, part.key,
           sum(part.value::numeric), entry.explanation -> 'cap' ->> 'code'
      FROM payments_ledgerentry entry
      JOIN contracts_contractversion version ON version.id = entry.version_id
     CROSS JOIN jsonb_each_text(entry.explanation -> 'who_pays' -> 'unpaid') part
     WHERE entry.statement_id = %s AND entry.explanation -> 'who_pays' ? 'unpaid'
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 9
"""
