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
from payments.selectors import amounts
from payments.selectors.amounts import Shown
from stages.models import Programme

NOTHING = Decimal("0.00")
PRESENT = ""
"""Under this name an agent is remembered whose part was shown, whatever was counted."""


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
        periods = tuple(keys[code] for code in str(codes).split(",") if code in keys)
        own = found.setdefault(periods, {}).setdefault(str(agent or WHOLE), {})
        if name != PRESENT:
            own[str(name)] = int(str(number))
    order = {key: place for place, key in enumerate(keys.values())}
    return [Told(periods, found[periods]) for periods in sorted(found, key=lambda one: order[one[0]])]


def money(programme: Programme, before: Published) -> tuple[Row, Memory]:
    """Money on statements as far as it may be shown: for all agents, and for each, by periods or several of them.

    As the pages tell it: of periods whose statements are all approved. Where what has come in since the last
    publication is too few to be told, its amounts stand as they were, with the day on which they were published.
    """
    found = amounts.shown(programme)
    blocks = found.blocks_after(before.blocks)
    if before.money is not None and _tells_more(before, blocks, found):
        return before.money | {"stands_since": before.money.get("stands_since") or before.day}, []
    periods = list(Period.objects.filter(programme=programme).order_by("starts_on"))
    by_key = {period.pk: period for period in periods}
    agents = {line.agent for line in found.settled}
    names = dict(Organisation.objects.filter(code__in=agents).values_list("code", "name"))
    rows = [row for block in blocks for row in _rows(block, found, by_key, names)]
    step = found.step
    document = {"rounded_to": None if step is None else str(step), "stands_since": None, "rows": rows}
    return document, _memory(blocks, found, by_key)


def _tells_more(before: Published, blocks: Sequence[Block], found: Shown) -> bool:
    """Whether the last publication told of periods that could not be told of now, and may stand by today's rules."""
    assert before.money is not None
    now = {period for block in blocks for period in block.periods}
    step = None if found.step is None else str(found.step)
    if before.money["rounded_to"] != step or all(now.issuperset(one.periods) for one in before.standing):
        return False
    return all(rules.may_stand(one, found.rule_of_key) for one in before.standing)


def _rows(block: Block, found: Shown, by_key: Mapping[int, Period], names: Mapping[str, str]) -> list[Row]:
    first, last = by_key[block.periods[0]], by_key[block.periods[-1]]
    within = [line for line in found.settled if line.period in block.periods]
    rows = []
    for agent in (None, *sorted(names)):
        own = sum((line.net for line in within if agent in (None, line.agent)), NOTHING)
        is_hidden = agent in block.hidden
        amount = own if found.step is None else rules.rounded(own, found.step)
        rows.append(
            {
                "periods": [by_key[key].code for key in block.periods],
                "starts_on": first.starts_on.isoformat(),
                "ends_on": last.ends_on.isoformat(),
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
        codes = ",".join(by_key[key].code for key in one.periods)
        for agent, numbers in one.counts.items():
            told = itertools.chain([(PRESENT, 0)], sorted(numbers.items()))
            rows += [(name, MONEY, agent or None, codes, number, 0) for name, number in told]
    return rows
