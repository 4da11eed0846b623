"""Two people at one stage at once: one wins, the other is told, and nothing doubles."""

import threading
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.db import connection

from accounts.errors import Refused
from accounts.models import AuditEntry, Role, User
from stages.actions import gates, packs, purpose, visits
from stages.models import GateRequest, Programme, StageVisit
from tests import builders
from tests.stages.actions.test_packs import PACK

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads with connections of their own; what each was refused with, "" where it went through."""
    barrier = threading.Barrier(len(acts))
    said = [""] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=20)
            act()
        except Refused as refusal:
            said[place] = str(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=entry) for entry in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return said


@pytest.fixture
def programme() -> Programme:
    return builders.programme()


@pytest.fixture
def two(programme: Programme) -> list[User]:
    return [builders.member(programme, Role.COMMISSIONER) for _number in range(2)]


@pytest.mark.fault("Two people decide one gate at once")
def test_two_people_decide_one_gate(programme: Programme, two: list[User]) -> None:
    builders.stage_1_records(programme)
    visit = builders.open_visit(programme, 1)
    builders.confirm_all(visit)
    request = gates.ask(visit=visit, note="", by=two[0], at=builders.later(days=1))

    def decide(by: User) -> Callable[[], object]:
        return lambda: visits.close_decided(subject=request, by=by, at=builders.later(days=2), rationale=by.name)

    said = at_once(*(decide(by) for by in two))
    assert sorted(bool(words) for words in said) == [False, True]
    assert "already closed by" in "".join(said)
    assert AuditEntry.objects.filter(action="stages.visit.close").count() == 1
    assert StageVisit.objects.filter(programme=programme, stage=2).count() == 1


def test_one_passes_the_gate_while_the_other_sends_it_back(programme: Programme, two: list[User]) -> None:
    builders.stage_1_records(programme)
    visit = builders.open_visit(programme, 1)
    builders.confirm_all(visit)
    request = gates.ask(visit=visit, note="", by=two[0], at=builders.later(days=1))
    at_once(
        lambda: visits.close_decided(subject=request, by=two[0], at=builders.later(days=2), rationale="Go"),
        lambda: visits.send_back(subject=request, by=two[1], at=builders.later(days=2), rationale="Wait"),
    )
    closed = StageVisit.objects.get(pk=visit.pk).closed_at is not None
    sent_back = GateRequest.objects.get(pk=request.pk).sent_back_at is not None
    assert closed
    assert AuditEntry.objects.filter(action="stages.gate.send_back").exists() == sent_back


def test_two_people_reopen_one_stage(programme: Programme, two: list[User]) -> None:
    builders.pass_decided_elsewhere(programme, 1)

    def reopen(by: User) -> Callable[[], object]:
        return lambda: visits.reopen(
            programme=programme, stage=1, because="Look again", by=by, at=builders.later(days=2), finding=None
        )

    said = at_once(*(reopen(by) for by in two))
    assert sorted(bool(words) for words in said) == [False, True]
    assert StageVisit.objects.filter(programme=programme, stage=1).count() == 2


def test_a_record_is_either_written_before_the_stage_closes_or_refused(programme: Programme, two: list[User]) -> None:
    visit = builders.open_visit(programme, 1)
    said = at_once(
        lambda: visits.close_decided_elsewhere(visit=visit, by=two[0], at=builders.later(days=2), decision="Board"),
        lambda: purpose.write(
            programme=programme, aim="Homes", why_pbr="", by=two[1],
            at=builders.later(days=2),
        ),
    )  # fmt: skip
    assert said[0] == ""
    written = AuditEntry.objects.filter(action="stages.purpose.write").exists()
    assert written == (said[1] == "")
    if not written:
        assert "not open" in said[1]


def test_the_same_pack_sent_twice_at_once_loads_once(settings: LazySettings) -> None:
    settings.PACK_SECTIONS = "tests.stages.tables.PACK_SECTIONS"
    by = builders.system()
    created: list[bool] = []

    def load() -> None:
        created.append(packs.load(document=PACK, by=by, at=builders.MOMENT)[1])

    assert at_once(load, load) == ["", ""]
    assert sorted(created) == [False, True]
    assert Programme.objects.count() == 1
