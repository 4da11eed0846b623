"""Somebody who may not see rows sets months of start, as dashboard and report tell them, against totals and time."""

import itertools
from collections.abc import Sequence
from datetime import date

import pytest

from dashboards.selectors import findings_dashboard
from dashboards.selectors.findings_dashboard import Asked, Page
from delivery.domain.suppression import Rule
from monitoring.actions import monitor
from monitoring.models import Measurement
from monitoring.selectors import proof
from monitoring.selectors.figures import Audience
from tests import builders
from tests.delivery import attacks
from tests.monitoring import scenes
from tests.monitoring.scenes import Scene

pytestmark = pytest.mark.django_db
RULE = Rule()
PERIODS = ("2025-q1", "2025-q2", "2025-q3", "2025-q4")
PARTS = ("achieved", "others")
History = Sequence[tuple[int, int, int]]
"""For each month of the year who start, who of them find work in its quarter, and who do a quarter later."""

FEW_START: History = [(40, 8, 0), (40, 9, 0), (40, 7, 0), (40, 8, 0), (3, 0, 0), (40, 6, 0)] * 2
FEW_ACHIEVE: History = [(40, 8, 0), (40, 9, 0), (40, 7, 0), (40, 8, 0), (40, 3, 0), (40, 6, 0)] * 2
FEW_ACHIEVE_LATER: History = [(40, 8, 2), (40, 9, 1), (40, 7, 4), (40, 8, 0), (40, 9, 0), (40, 6, 3)] * 2
MANY: History = [(40, 8, 6), (40, 9, 0), (40, 7, 8)] * 4


def scene(history: History) -> Scene:
    made = scenes.scene(targets=[scenes.RATE])
    for month, (people, at_once, later) in enumerate(history, start=1):
        started = made.start(people, date(2025, month, 1))
        made.achieve(started[:at_once], date(2025, month, 20))
        if later and month <= 9:
            made.achieve(started[at_once : at_once + later], date(2025, (month - 1) // 3 * 3 + 4, 15))
    for code, _first, last in scenes.QUARTERS:
        assert code in PERIODS
        monitor.run(programme=made.programme, as_of=last, by=builders.system(), at=scenes.moment(last))
    return made


def page_of(viewer: Audience, period: str) -> Page:
    return findings_dashboard.page(findings_dashboard.known(viewer), Asked(target="job-rate", period=period))


def number(text: str) -> float:
    return float(text.replace(",", ""))


def found_out(viewer: Audience) -> tuple[int, list[tuple[str, str, str, float]]]:
    """How many months are told, and the small numbers in months, and in what came to them, that follow from all."""
    truth: dict[tuple[str, str, str], int] = {}
    equations, values, told = [], [], 0
    standing = {one.period.code: one for one in Measurement.objects.standing().select_related("period")}
    for period in PERIODS:
        for month, _agent, _segment, people, achieved, _matured in standing[period].cohorts:
            for part, n in zip(PARTS, (achieved, people - achieved), strict=True):
                truth[period, month, part] = truth.get((period, month, part), 0) + n
    unknown = list(truth)
    for period in PERIODS:
        evidence = page_of(viewer, period).evidence
        assert evidence is not None
        rows = [(name, people, achieved) for name, people, achieved, *_rest in evidence.cohorts[:-1]]
        told += len(rows)
        months = sorted({month for when, month, _part in unknown if when == period})
        assert len(rows) in (0, len(months))
        known = [({month}, people, achieved) for month, (_name, people, achieved) in zip(months, rows, strict=False)]
        if evidence.reading.people is not None and not evidence.reading.hidden:
            known.append((set(months), str(evidence.reading.people), str(evidence.reading.achieved)))
        for inside, people, achieved in known:
            for parts, count in ((("achieved",), achieved), (PARTS, people)):
                equations.append([float(w == period and m in inside and p in parts) for w, m, p in unknown])
                values.append(number(count))
    limits = [
        ([float(m == month and p in parts) * ((w == before) - (w == after)) for w, m, p in unknown], 0.0)
        for before, after in itertools.pairwise(PERIODS)
        for month in {m for w, m, _p in unknown if w == before} & {m for w, m, _p in unknown if w == after}
        for parts in (("achieved",), PARTS)
    ]
    found = []
    for period, month, parts in {
        (w, m, parts) for w, m, _p in unknown for parts in (("achieved",), ("others",), PARTS)
    }:
        wanted = [float((w, m) == (period, month) and p in parts) for w, m, p in unknown]
        true = sum(truth[one] for one, is_in in zip(unknown, wanted, strict=True) if is_in)
        high = attacks.range_of(wanted, equations, values, limits)[1] if RULE.is_small(true) else RULE.threshold
        if high < RULE.threshold - 1e-6:
            found.append((period, month, "/".join(parts), high))
    for (before, after), month in itertools.product(itertools.combinations(PERIODS, 2), {m for _w, m, _p in unknown}):
        if (before, month, "achieved") in truth and (after, month, "achieved") in truth:
            moved = truth[after, month, "achieved"] - truth[before, month, "achieved"]
            wanted = [float(m == month and p == "achieved") * ((w == after) - (w == before)) for w, m, p in unknown]
            if RULE.is_small(moved) and attacks.range_of(wanted, equations, values, limits)[1] < RULE.threshold - 1e-6:
                found.append((before, month, f"since, by {after}", moved))
    return told, found


@pytest.mark.parametrize("history", [FEW_START, FEW_ACHIEVE, FEW_ACHIEVE_LATER, MANY])
def test_no_month_and_no_change_of_a_month_tells_of_few_people(history: History) -> None:
    told, found = found_out(proof.outsider(scene(history).programme))
    assert not found
    assert told or history is not MANY


def test_the_same_attack_succeeds_against_the_months_of_those_who_may_see_rows() -> None:
    """So that the test above is known to be able to fail."""
    told, found = found_out(Audience(scene(FEW_ACHIEVE).programme, None, sees_small=True))
    assert told
    assert ("2025-q2", "2025-05", "achieved", 3.0) in found
