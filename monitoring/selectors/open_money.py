"""What may be published of the money on statements, with everything in mind that was published before."""

import dataclasses
import itertools
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.timezone import localdate

from accounts.models import Organisation
from contracts.models import Period
from delivery.domain import amounts as rules
from delivery.domain.amounts import WHOLE, Block, Told
from monitoring.models import Publication
from monitoring.selectors.open_contract import Row
from monitoring.selectors.shown import MONEY, Memory
from payments.selectors import amounts, untold
from payments.selectors.amounts import Shown
from stages.models import Programme

NOTHING = Decimal("0.00")
PRESENT = ""
"""Under this name an agent is remembered whose part was shown, whatever was counted."""

LATE = "+"
"""Before the number of a statement that was approved late, in the place of a period; no code of one begins so."""


@dataclasses.dataclass(frozen=True)
class Published:
    """What earlier publications told of money: each time the blocks, those that stand, and their rows with the day."""

    blocks: Sequence[Sequence[Told]] = ()
    standing: Sequence[Told] = ()
    money: Row | None = None
    day: str = ""


def published(programme: Programme) -> Published:
    """What was published so far, whether or not it was taken off again."""
    every = Publication.objects.filter(programme=programme, kind=Publication.Kind.PUBLISHED).order_by("pk")
    keys = dict(Period.objects.filter(programme=programme).values_list("code", "pk"))
    told = [found for shown in every.values_list("shown", flat=True) if (found := _told(shown, keys))]
    last = every.last()
    if last is None:
        return Published()
    distinct = [one for place, one in enumerate(told) if one not in told[:place]]
    standing = told[-1] if told else ()
    return Published(distinct, standing, last.document["money"], localdate(last.at).isoformat())


def _told(shown: Iterable[Sequence[object]], keys: Mapping[str, int]) -> list[Told]:
    """The blocks that a publication remembers, in their order."""
    found: dict[tuple[int, ...], dict[str, dict[str, int]]] = {}
    for name, measure, agent, codes, number, _achieved in shown:
        if measure != MONEY:
            continue
        turns = [_turn_of(code, keys) for code in str(codes).split(",")]
        own = found.setdefault(tuple(turn for turn in turns if turn), {}).setdefault(str(agent or WHOLE), {})
        if name != PRESENT:
            own[str(name)] = int(str(number))
    return [Told(turns, counted) for turns, counted in found.items() if turns]


def _turn_of(name: str, keys: Mapping[str, int]) -> int | None:
    """The key of a turn (see `amounts.Shown`) as `_name_of` remembers it; None of a period that is no more."""
    return -int(name.removeprefix(LATE)) if name.startswith(LATE) else keys.get(name)


def _name_of(turn: int, by_key: Mapping[int, Period]) -> str:
    return by_key[turn].code if turn in by_key else f"{LATE}{-turn}"


def money(programme: Programme, before: Published) -> tuple[Row, Memory]:
    """Money on statements as far as it may be shown: for all agents, and for each, by periods or several of them.

    As the pages tell it: of periods whose statements are all approved; `untold` says of what it is not, and why. Where
    what has come in since the last publication is too few to be told, its amounts stand as they were, with the day on
    which they were published.
    """
    found = amounts.shown(programme)
    blocks = found.blocks_after(before.blocks)
    periods = list(Period.objects.filter(programme=programme).order_by("starts_on"))
    waits = {"untold": list(untold.sentences(found, periods))}
    if before.money is not None and _tells_more(before, blocks, found):
        return before.money | waits | {"stands_since": before.money.get("stands_since") or before.day}, []
    by_key = {period.pk: period for period in periods}
    agents = {line.agent for line in found.settled}
    names = dict(Organisation.objects.filter(code__in=agents).values_list("code", "name"))
    rows = [row for number, block in enumerate(blocks, 1) for row in _rows(number, block, found, by_key, names)]
    step = found.step
    document = {"rounded_to": None if step is None else str(step), "stands_since": None, "rows": rows} | waits
    return document, _memory(blocks, found, by_key)


def _tells_more(before: Published, blocks: Sequence[Block], found: Shown) -> bool:
    """Whether the last publication told of periods that could not be told of now, and may stand by today's rules."""
    assert before.money is not None
    now = {period for block in blocks for period in block.periods}
    step = None if found.step is None else str(found.step)
    if before.money["rounded_to"] != step or all(now.issuperset(one.periods) for one in before.standing):
        return False
    return all(rules.may_stand(one, found.rule_of_key) for one in before.standing)


def _rows(number: int, block: Block, found: Shown, by_key: Mapping[int, Period], names: Mapping[str, str]) -> list[Row]:
    """A block as rows, of all agents and of each that has a part in it.

    `late` are the periods of which it holds statements that were approved late. Where it holds nothing else, `part`
    tells it from other blocks of the same periods.
    """
    late = [by_key[found.late[turn]] for turn in block.periods if turn in found.late]
    whole = [by_key[turn] for turn in block.periods if turn not in found.late]
    within = [line for line in found.settled if line.period in block.periods]
    agents = sorted(names.keys() if whole else {line.agent for line in within})
    rows = []
    for agent in (None, *agents):
        own = sum((line.net for line in within if agent in (None, line.agent)), NOTHING)
        is_hidden = agent in block.hidden
        amount = own if found.step is None else rules.rounded(own, found.step)
        rows.append(
            {
                "periods": list(dict.fromkeys(one.code for one in whole or late)),
                "late": list(dict.fromkeys(one.code for one in late)),
                "part": number,
                "starts_on": min(one.starts_on for one in (*whole, *late)).isoformat(),
                "ends_on": max(one.ends_on for one in (*whole, *late)).isoformat(),
                "agent": agent,
                "agent_name": "All agents" if agent is None else names[agent],
                "shown": not is_hidden,
                "amount": None if is_hidden else f"{amount:.2f}",
            }
        )
    return rows


def _memory(blocks: Sequence[Block], found: Shown, by_key: Mapping[int, Period]) -> Memory:
    """Every count that follows from the amounts, as exact as it was decided on."""
    every = amounts.counts(found.settled)
    rows: Memory = []
    for one in (rules.counts_of(block, every) for block in blocks):
        codes = ",".join(_name_of(turn, by_key) for turn in one.periods)
        for agent, numbers in one.counts.items():
            told = itertools.chain([(PRESENT, 0)], sorted(numbers.items()))
            rows += [(name, MONEY, agent or None, codes, number, 0) for name, number in told]
    return rows
