"""Somebody takes several publications, between which late data came in, and reasons from all of them together."""

import itertools
import json
from typing import Any

import pytest

from delivery.domain import suppression
from delivery.domain.suppression import Figure, Kind, Place, Rule
from monitoring.actions import monitor, publications
from monitoring.models import Measurement
from monitoring.selectors import open_data, tables
from tests import builders
from tests.delivery import attacks
from tests.kept import kept
from tests.monitoring import forgetting, scenes
from tests.monitoring.scenes import NOW, YEAR_END, Scene

pytestmark = pytest.mark.django_db
RULE = Rule()
PARTS = ("achieved", "others")
CELLS = list(itertools.product(("northway", "southway"), ("young", "other")))
Table = dict[Place, Figure]


@pytest.fixture
@kept
def scene() -> Scene:
    return scenes.four_cells()


def truth(scene: Scene) -> Table:
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    standing = Measurement.objects.standing().filter(run__programme=scene.programme, period__code="2025-q4")
    return tables.table_of(standing.get())


def told(document: dict[str, Any]) -> Table:
    rows = [row for row in json.loads(json.dumps(document))["breakdowns"] if row["shown"]]
    return {(row["agent"], row["segment"]): Figure(row["people"], row["achieved"]) for row in rows}


def publish(scene: Scene) -> Table:
    return told(publications.publish(programme=scene.programme, by=scene.commissioner, at=NOW).document)


def found_out(truths: list[Table], seen: list[Table]) -> list[Place]:
    """Places of which it follows that a few more have achieved since, as late data only ever add something."""
    unknown = list(itertools.product(range(2), CELLS, PARTS))
    equations, values = [], []
    for time, table in enumerate(seen):
        for place, figure in table.items():
            for part, number in Kind.SHARE.parts(figure).items():
                weights = [when == time and own == part and attacks.covers(place, cell) for when, cell, own in unknown]
                equations.append([float(one) for one in weights])
                values.append(float(number))
    limits = []
    for cell, parts in itertools.product(CELLS, (("achieved",), PARTS)):
        inside = [own in parts and other == cell for _when, other, own in unknown]
        limits.append(([(1.0 - 2 * one[0]) * is_in for one, is_in in zip(unknown, inside, strict=True)], 0.0))
    found = []
    for place in truths[0]:
        moved = truths[1][place].achieved - truths[0][place].achieved
        wanted = [(2.0 * when - 1) * (own == "achieved" and attacks.covers(place, cell)) for when, cell, own in unknown]
        if RULE.is_small(moved) and attacks.range_of(wanted, equations, values, limits)[1] < RULE.threshold - 1e-6:
            found.append(place)
    return found


CHANGES = [
    {("northway", "young"): 2},
    {("northway", "young"): 3, ("southway", "other"): 9},
    {("northway", "young"): 4, ("northway", "other"): 8, ("southway", "young"): 1},
    {("southway", "young"): 6, ("southway", "other"): 1},
]


@pytest.mark.parametrize("changes", CHANGES)
def test_two_publications_tell_of_no_few_who_came_late(scene: Scene, changes: dict[tuple[str, str], int]) -> None:
    truths, seen = [truth(scene)], [publish(scene)]
    scenes.found_work_late(scene, changes)
    truths.append(truth(scene))
    made = publications.publish(programme=scene.programme, by=scene.commissioner, at=NOW)
    seen.append(told(made.document))
    assert suppression.EVERYTHING in seen[1]
    too_few = RULE.is_small(sum(changes.values()))
    said = any("2025-q4 stand as they were told before" in words for words in made.document["small_counts"])
    assert said is too_few
    if too_few:
        assert seen[1] == seen[0]
        seen[1] = {}
    else:
        assert seen[1][suppression.EVERYTHING] == truths[1][suppression.EVERYTHING]
    assert not found_out(truths, seen)


def test_when_more_than_a_few_have_come_everywhere_the_figures_are_told_anew(scene: Scene) -> None:
    truths, seen = [truth(scene)], [publish(scene)]
    for number in (2, 9):
        scenes.found_work_late(scene, {("northway", "young"): number, ("southway", "other"): 5})
        truths.append(truth(scene))
        seen.append(publish(scene))
    assert ("northway", "young") not in seen[1]
    assert seen[2]["northway", "young"].achieved == 36
    for first, second in itertools.combinations(range(3), 2):
        assert not found_out([truths[first], truths[second]], [seen[first], seen[second]])


def test_the_same_attack_succeeds_where_figures_are_not_kept(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the tests above are known to be able to fail."""
    forgetting.make_forget(monkeypatch)
    truths, seen = [truth(scene)], [told(open_data.build(scene.programme).document)]
    scenes.found_work_late(scene, CHANGES[1])
    truths.append(truth(scene))
    seen.append(told(open_data.build(scene.programme).document))
    assert found_out(truths, seen)
