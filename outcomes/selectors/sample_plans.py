"""How large a plan's sample has to be, agent by agent, before it is drawn; and drawing it again afterwards."""

import dataclasses
import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal

from accounts.models import Organisation
from outcomes.domain import sample_sizes, sampling
from outcomes.domain.sample_sizes import Aim, Size
from outcomes.domain.sampling import Drawn
from outcomes.models import Claim, Drawing, SampleItem, VerificationPlan
from outcomes.selectors import populations
from outcomes.selectors.populations import Listed


@dataclasses.dataclass(frozen=True)
class AgentSample:
    """What is drawn from one agent's claims. `asking` of them ask a question; `worthless` cannot be drawn by value."""

    agent: str
    name: str
    claims: int
    value: Decimal
    asking: int
    worthless: int
    size: Size
    strata: dict[str, int]

    @property
    def number(self) -> int:
        return sum(self.strata.values())


@dataclasses.dataclass(frozen=True)
class Proof:
    """Whether drawing again comes to the same: the list that was kept, the sample, and the claims on record."""

    is_same_list: bool
    is_same_sample: bool
    drawn: int
    listed: int
    missing: int

    @property
    def holds(self) -> bool:
        return self.is_same_list and self.is_same_sample and not self.missing


def aim(plan: VerificationPlan) -> Aim:
    return Aim(plan.confidence, plan.tolerable, plan.expected)


def proposal(plan: VerificationPlan, found: Iterable[Listed]) -> list[AgentSample]:
    """How many claims of each agent and stratum to draw. Raises `NoSize` when no sample will do."""
    own: defaultdict[str, list[Listed]] = defaultdict(list)
    for one in found:
        own[one.agent].append(one)
    names = dict(Organisation.objects.filter(code__in=own).values_list("code", "name"))
    return [_of_agent(plan, code, names[code], own[code]) for code in sorted(own)]


def _of_agent(plan: VerificationPlan, agent: str, name: str, found: list[Listed]) -> AgentSample:
    by_value = plan.method == VerificationPlan.Method.BY_VALUE
    strata = Counter(one.unit.stratum for one in found)
    worthless = sum(one.unit.pence <= 0 for one in found) if by_value else 0
    if by_value:
        size = sample_sizes.size(aim(plan))
        numbers = {agent: min(size.number, len(found) - worthless)}
    else:
        size = sample_sizes.size(aim(plan), len(found))
        asking = {one.unit.stratum for one in found if one.asks}
        least = {code: math.ceil(strata[code] * plan.risk_share) for code in asking}
        numbers = sample_sizes.allocate(size.number, strata, least)
    value = sum((one.unit.value for one in found), Decimal(0))
    return AgentSample(agent, name, len(found), value, sum(bool(one.asks) for one in found), worthless, size, numbers)


def pack(population: str) -> bytes:
    return zlib.compress(population.encode(), 9)


def population(drawing: Drawing) -> str:
    """The list of claims from which it was drawn, as it was kept."""
    return zlib.decompress(bytes(drawing.population)).decode()


def again(drawing: Drawing) -> list[Drawn]:
    """The sample, drawn again from what was kept: the list, the seed and the numbers, and nothing else."""
    units = sampling.read(population(drawing))
    return sampling.draw(units, drawing.sizes, seed=drawing.seed, method=method(drawing))


def method(drawing: Drawing) -> str:
    """By what chances it was drawn: when all of an agent's claims are taken, chances make no difference."""
    return sampling.EQUAL if drawing.agent else drawing.plan.method


def sample_digest(drawn: Iterable[Drawn]) -> str:
    return sampling.digest("".join(f"{one.stratum}\t{one.key}\n" for one in sorted(drawn)))


def prove(drawing: Drawing) -> Proof:
    """Draw the sample again, and compare it with what is on record."""
    text = population(drawing)
    drawn = again(drawing)
    on_record = Claim.objects.filter(pk__in=SampleItem.objects.filter(drawing=drawing).values("claim"))
    return Proof(
        is_same_list=sampling.digest(text) == drawing.digest,
        is_same_sample=sample_digest(drawn) == drawing.sample_digest
        and {one.key for one in drawn} == {key for key, _ in populations.keys(drawing.plan, on_record)},
        drawn=len(drawn),
        listed=drawing.claims,
        missing=len({unit.key for unit in sampling.read(text)} - {key for key, _ in populations.keys(drawing.plan)}),
    )
