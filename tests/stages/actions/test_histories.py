"""Random histories of a programme, legal and illegal acts mixed: what must hold, holds after each of them."""

import contextlib

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from accounts.errors import Refused
from stages.actions import findings, visits
from stages.domain.framework import NUMBERS
from stages.models import Finding, Programme, StageVisit
from stages.selectors import tracker
from stages.selectors import visits as visits_selector
from tests import builders

ACTS = st.lists(
    st.tuples(st.sampled_from(["close", "close", "close", "reopen", "open", "finding"]), st.sampled_from(NUMBERS)),
    max_size=14,
)


def act(programme: Programme, what: str, stage: int, day: int) -> None:
    """Try one act; being refused is as good as being carried out."""
    by, at = builders.system(), builders.later(days=day)
    visit = StageVisit.objects.filter(programme=programme, stage=stage).order_by("-number").first()
    if what == "close" and visit is not None:
        visits.close_decided_elsewhere(visit=visit, by=by, at=at, decision="Decided")
    elif what == "reopen":
        visits.reopen(programme=programme, stage=stage, because="Look again", by=by, at=at, finding=None)
    elif what == "open":
        visits.open_stage(programme=programme, stage=stage, because="Begin", by=by, at=at)
    elif what == "finding" and stage < 7:
        findings.reopen_questioned(builders.finding(programme, stages=(stage,), at=at), by, at)


def check(programme: Programme) -> None:
    rows = tracker.tracker(programme)
    closed = visits_selector.closed_once(programme)
    for number, found in visits_selector.of_programme(programme).items():
        assert [visit.number for visit in found] == list(range(1, len(found) + 1))
        assert sum(visit.closed_at is None for visit in found) <= 1
        assert all(visit.closed_at is not None for visit in found[:-1])
        first = found[0]
        for before in range(1, min(number, 5)):
            assert before in closed
            closing = StageVisit.objects.get(programme=programme, stage=before, number=1).closed_at
            assert closing is not None
            assert closing <= first.opened_at
    for row in rows:
        is_open = row.open_visit is not None
        assert (row.status in {"open", "reopened"}) == is_open == visits_selector.is_open(programme, row.number)
        assert row.status != "reopened" or row.visits > 1
    if {1, 2, 3, 4} <= closed:
        assert all(row.visits for row in rows)


@pytest.mark.django_db
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_is_tried_the_history_stays_in_order(acts: list[tuple[str, int]]) -> None:
    programme = builders.programme()
    for day, (what, stage) in enumerate(acts, start=1):
        with contextlib.suppress(Refused):
            act(programme, what, stage, day)
    check(programme)
    numbers = Finding.objects.filter(programme=programme).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))
