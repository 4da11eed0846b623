"""How far the ranking rests on the weights: as a table, and as a drawing of both rankings."""

import dataclasses
from decimal import Decimal

from govuk import charts
from stages.domain import selection, sensitivity
from stages.models import Candidate, Programme, SelectionCriterion
from stages.selectors import selection as selection_selector


@dataclasses.dataclass(frozen=True)
class Standing:
    candidate: Candidate
    rule: sensitivity.Standing

    @property
    def moves(self) -> bool:
        return self.rule.place != self.rule.equal_place


@dataclasses.dataclass(frozen=True)
class Turn:
    """A criterion, and the weight at which another candidate draws level; None where no change of it does."""

    criterion: SelectionCriterion
    weight: Decimal | None
    change: Decimal | None
    rival: Candidate | None


@dataclasses.dataclass(frozen=True)
class Page:
    standings: list[Standing]
    turns: list[Turn]
    left_out: list[Candidate]
    chart: charts.Chart | None

    @property
    def winners(self) -> list[Candidate]:
        return [row.candidate for row in self.standings if row.rule.place == 1]

    @property
    def closest(self) -> Turn | None:
        """The criterion whose weight needs the smallest change to move another candidate to the first place."""
        found = [(abs(row.change), index) for index, row in enumerate(self.turns) if row.change is not None]
        return self.turns[min(found)[1]] if found else None


def page(programme: Programme, stage: int) -> Page:
    """The places as weighted and under equal weights, and what change of one weight moves the first."""
    rows, named = selection_selector.criteria(programme, stage), selection_selector.candidates(programme, stage)
    weighted, by_id = selection_selector.weighted(rows), {one.pk: one for one in named}
    counted = selection_selector.counting(programme, stage)
    marks = selection.exact_marks(by_id, counted)
    standings = [Standing(by_id[row.candidate], row) for row in sensitivity.standings(weighted, marks)]
    turns = [
        Turn(row, turn.weight, turn.change, by_id[turn.rival] if turn.rival is not None else None)
        for row, turn in zip(rows, sensitivity.turns(weighted, marks), strict=True)
    ]
    placed = {row.candidate.pk for row in standings}
    return Page(standings, turns, [one for one in named if one.pk not in placed], _chart(standings))


def _chart(standings: list[Standing]) -> charts.Chart | None:
    if len(standings) < 2:
        return None
    first = ", ".join(str(row.candidate) for row in standings if row.rule.place == 1)
    equal = ", ".join(str(row.candidate) for row in standings if row.rule.equal_place == 1)
    same = "the same" if first == equal else equal
    return charts.bars(
        title="Weighted scores, as weighted and with equal weights",
        summary=f"First as weighted: {first}. With equal weights: {same}.",
        series=("As weighted", "Equal weights"),
        unit="percent",
        group_name="Candidate",
        groups=[
            charts.Group(str(row.candidate), (row.rule.total / 100, row.rule.equal_total / 100)) for row in standings
        ],
    )
