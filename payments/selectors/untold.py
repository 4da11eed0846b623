"""Why amounts of money are not told to those who may not see rows: which period waits for what, in sentences.

Whether a statement is open or approved is no secret, and that too few results stand behind an amount is told by every
amount that is left out.
"""

from collections.abc import Iterable, Mapping, Sequence

from contracts.domain.words import listed
from contracts.models import Period
from govuk import formats
from payments.models import Statement
from payments.selectors.amounts import Shown

LATER = "The amounts of a period are told once all its statements, and those of earlier periods, are approved."
LEFT_OUT = (
    "A total is shown once all statements of its period, and of earlier ones, are approved, and only where no few "
    "results could be told from it."
)
FEW_RESULTS = "This statement has so few results that none of its figures is shown to people who may not see the rows."
NOTHING = "Nothing has been stated yet."
WAITS = "The amounts of {} wait until every statement of that period is approved."
BEHIND = "Those of {} wait for them."
LATE = (
    "A statement of {} is not approved yet. It is told by itself once it is: the others of that period were told "
    "before."
)
FEW = "Not told yet, as too few results stand behind it: {}. It is told together with the amounts that come next."
LATE_PART = (
    "“Late” marks a statement that was approved after the amounts of its period were told. It is told by itself, or, "
    "where too few results stand behind it, together with the amounts that came next."
)


def sentences(found: Shown, periods: Sequence[Period]) -> tuple[str, ...]:
    """What is not told yet, and why; none where all that is stated is told. `periods` are those of the contract."""
    if not found.lines:
        return (NOTHING,)
    said = []
    if found.waits_for is not None:
        first = next(one for one in periods if one.pk == found.waits_for)
        behind = [one.code for one in periods if one.pk in found.behind]
        waits = WAITS.format(name(first))
        said += [LATER, f"{waits} {BEHIND.format(row(behind))}" if behind else waits]
    late = dict.fromkeys(one.code for one in periods if one.pk in found.late_still)
    said += [LATE.format(code) for code in late]
    if found.few:
        said.append(FEW.format(block_name(found, found.few, {one.pk: one.code for one in periods})))
    return tuple(said)


def of_statement(found: Shown, statement: Statement) -> str:
    """Why the total of a statement is not shown, with what it waits for; empty where it is shown."""
    said = why(found, statement.agent.code, statement.period_id)
    if said != LATER or statement.period_id not in found.behind:
        return said
    first = Period.objects.filter(pk=found.waits_for or 0).first()
    return f"{said} {WAITS.format(name(first))}" if first else said


def why(found: Shown, agent: str, period: int) -> str:
    """The same in one sentence."""
    if found.statement(agent, period):
        return ""
    return FEW_RESULTS if (agent, period) in found.turn_of else LATER


def name(period: Period) -> str:
    """The period as contract and files call it, with its days."""
    return f"{period.code} ({formats.days(period.starts_on, period.ends_on)})"


def row(codes: Sequence[str]) -> str:
    """Periods that follow each other."""
    return codes[0] if len(codes) == 1 else f"{codes[0]} to {codes[-1]}"


def block_name(found: Shown, turns: Iterable[int], codes: Mapping[int, str]) -> str:
    """What a block, or some turns, are of: “2025-q1 to 2025-q2”, “2025-q1 late”, or both."""
    whole = [codes[turn] for turn in turns if turn not in found.late]
    late = [f"{codes[found.late[turn]]} late" for turn in turns if turn in found.late]
    return listed([*([row(whole)] if whole else []), *dict.fromkeys(late)])


def block_names(found: Shown, blocks: Iterable[Sequence[int]], codes: Mapping[int, str]) -> list[str]:
    """The name of each block; where several are of the same period, numbered."""
    names: list[str] = []
    for turns in blocks:
        own = block_name(found, turns, codes)
        number = 1 + sum(one == own or one.startswith(f"{own} (") for one in names)
        names.append(own if number == 1 else f"{own} ({number})")
    return names


def has_late(found: Shown, blocks: Iterable[Sequence[int]]) -> bool:
    """Whether any of the blocks holds a statement that was approved late."""
    return any(turn in found.late for turns in blocks for turn in turns)
