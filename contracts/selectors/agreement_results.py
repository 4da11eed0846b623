"""What came of an agreement test, as its page shows it."""

import dataclasses
import itertools

from contracts.domain import agreement, words
from contracts.domain.agreement import Pair, Tried
from contracts.models import AgreementTest, CaseAnswer, Sitting, WrittenCase


@dataclasses.dataclass(frozen=True)
class PairShown:
    """Two people by name, and how far they agree, in words."""

    names: str
    alike: str
    alike_interval: str
    kappa: str
    kappa_interval: str
    pair: Pair


@dataclasses.dataclass(frozen=True)
class Differing:
    case: WrittenCase
    answers: list[CaseAnswer]


@dataclasses.dataclass(frozen=True)
class ResultShown:
    pairs: list[PairShown]
    verdict: str
    colour: str
    differing: list[Differing]
    advice: list[str]


def of(test: AgreementTest, sittings: list[Sitting]) -> ResultShown:
    """What came of a test that all have finished; `sittings` are theirs, in the order in which they began."""
    answers = CaseAnswer.objects.filter(sitting__in=sittings).select_related("case", "sitting__person")
    by_sitting: dict[int, dict[int, CaseAnswer]] = {one.pk: {} for one in sittings}
    for one in answers:
        by_sitting[one.sitting_id][one.case.number] = one
    people = [{number: one.answer for number, one in by_sitting[sitting.pk].items()} for sitting in sittings]
    names = [str(one.person) for one in sittings]
    pairs = agreement.pairs(people)
    named = [f"{first} and {second}" for first, second in itertools.combinations(names, 2)]
    least = agreement.least(people, current=True)
    given = {case: [by_sitting[one.pk][case.number] for one in sittings] for case in test.cases.order_by("number")}
    differing = [Differing(case, found) for case, found in given.items() if len({one.answer for one in found}) > 1]
    verdict, colour = _verdict(least)
    return ResultShown(
        [_pair(name, one) for name, one in zip(named, pairs, strict=True)],
        verdict,
        colour,
        differing,
        agreement.advice(people),
    )


def _verdict(least: Tried) -> tuple[str, str]:
    if least.is_clear:
        return "The definition is clear", "green"
    return ("The definition is not clear", "red") if least.is_unclear else ("Look again", "yellow")


def _pair(names: str, pair: Pair) -> PairShown:
    kappa = "cannot be told: every case got the same answer" if pair.kappa is None else f"{pair.kappa:.2f}"
    reach = pair.kappa_interval
    return PairShown(
        names,
        f"{pair.agreed} of {pair.cases} ({words.percent(pair.share)})",
        f"{pair.interval.low * 100:.0f}% to {pair.interval.high * 100:.0f}%",
        kappa,
        f"{reach.low:.2f} to {reach.high:.2f}" if reach else "cannot be worked out",
        pair,
    )
