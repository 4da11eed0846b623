"""Whether the programme made a difference, beside what was paid: verdicts, net events per head, cost per net outcome.

What an outcome cost that would not have come without the programme = average price paid for it × share seen ÷ the
difference to the comparator. Its limits follow from those of the difference: where these hold no difference, there is
no upper limit.
"""

import dataclasses
from collections.abc import Sequence
from decimal import Decimal

from contracts.domain import comparisons
from contracts.models import OutcomeDefinition
from dashboards.selectors.findings_money import Line, average_price
from govuk import formats
from monitoring.domain import verdicts
from monitoring.models import Verdict
from monitoring.selectors import verdict_pages
from monitoring.selectors.figures import Audience
from monitoring.selectors.verdict_pages import Question

COLUMNS = (
    "Question", "Verdict", "Periods", "What was seen", "Net events per head", "Cost per net outcome",
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Cost:
    """Pounds for each outcome that would not have come anyway; `most` None: without limit."""

    price: Decimal
    point: Decimal
    least: Decimal
    most: Decimal | None

    @property
    def words(self) -> str:
        upper = "no upper limit" if self.most is None else formats.pounds(self.most)
        return f"{formats.pounds(self.point)} ({formats.pounds(self.least)} to {upper})"


@dataclasses.dataclass(frozen=True)
class Asked:
    """A question with its latest verdict, and what a net outcome cost where that can be told."""

    question: Question
    cost: Cost | None

    @property
    def net_per_head(self) -> list[tuple[str, str]]:
        """The paired metrics of the latest verdict."""
        latest = self.question.latest
        return latest.paired if latest else []


@dataclasses.dataclass(frozen=True)
class Effect:
    """What the page says of difference made. `apart` says that it decides nothing about pay."""

    asked: list[Asked]
    apart: str = verdicts.APART

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        return tuple(_row(one) for one in self.asked)


def effect(viewer: Audience, found: list[Line]) -> Effect:
    """The questions registered in advance, with the latest answers; those of single periods are on their own pages."""
    questions = verdict_pages.questions(viewer)
    if not questions:
        return Effect([])
    lower = set(
        OutcomeDefinition.objects.filter(version__programme=viewer.programme)
        .exclude(direction="higher")
        .values_list("code", flat=True)
    )
    return Effect([Asked(one, _cost(one, found, lower, sees_small=viewer.sees_small)) for one in questions])


def _cost(question: Question, found: Sequence[Line], lower: set[str], *, sees_small: bool) -> Cost | None:
    """For shares of which more is better, where outcomes of this name were paid for and the result was better.

    A question about one segment is held against what was paid for that segment, which those alone are told who may see
    single records. The people of a panel are all of their places, so that what was paid says nothing of them.
    """
    asked, latest = question.asked.comparison, question.latest
    if latest is None or latest.hidden or asked.measure != comparisons.SHARE or asked.panel or asked.outcome in lower:
        return None
    if latest.coarse and latest.verdict.null:  # a ratio in tenths would make pounds that are nowhere near
        return None
    if asked.segment and not sees_small:
        return None
    price = average_price(found, asked.outcome, asked.segment or "")
    return None if price is None else cost(price, latest.verdict)


def cost(price: Decimal, one: Verdict) -> Cost | None:
    """None where nobody could be compared, or the programme's people did no better than the comparator.

    Of a ratio to what was expected, the difference is what lies above one, times what was expected.
    """
    if one.estimate is None or one.comparator is None or one.size is None or one.high is None or one.null is None:
        return None
    times = one.comparator if one.null else Decimal(1)
    size, high, low = (None if end is None else times * (end - one.null) for end in (one.size, one.high, one.low))
    if size is None or high is None or size <= 0 or high <= 0:
        return None
    paid = price * one.estimate
    return Cost(price, paid / size, paid / high, paid / low if low is not None and low > 0 else None)


def _row(one: Asked) -> tuple[str, ...]:
    name, latest = one.question.asked.comparison.name, one.question.latest
    if latest is None:
        return (name, "Not yet", formats.NOTHING, formats.NOTHING, formats.NOTHING, formats.NOTHING)
    net = dict(one.net_per_head).get("Net events per head", formats.NOTHING)
    return (name, latest.words, latest.periods, latest.seen, net, one.cost.words if one.cost else formats.NOTHING)
