import pytest
from django.conf import LazySettings
from django.db import DatabaseError, transaction

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role
from stages.actions import gates, pack_export, packs, pauses, purpose, visits
from stages.models import Programme, StagePause
from stages.selectors import pauses as standing
from stages.selectors import tracker
from tests import builders

pytestmark = pytest.mark.django_db
WHY = "The landlord’s records are being checked."


def pause(programme: Programme, stage: int = 1, **changes: object) -> StagePause:
    given = {"because": WHY, "by": builders.system(), "at": builders.later(days=1)} | changes
    return pauses.pause(programme=programme, stage=stage, **given)  # type: ignore[arg-type]


def test_while_a_stage_is_paused_its_records_and_its_gate_stand_still_and_the_sentence_says_why() -> None:
    programme = builders.programme()
    pause(programme)
    with pytest.raises(visits.StagePaused, match=r"paused since 6 January 2026: The landlord’s records"):
        purpose.write(
            programme=programme, aim="Homes", why_pbr="",
            by=builders.system(), at=builders.later(days=2),
        )  # fmt: skip
    visit = builders.open_visit(programme, 1)
    with pytest.raises(visits.StagePaused):
        gates.ask(visit=visit, note="", by=builders.system(), at=builders.later(days=2))
    with pytest.raises(visits.StagePaused):
        visits.close_stage(visit=visit, by=builders.system(), at=builders.later(days=2), decision="Yes.")


def test_a_resumed_stage_goes_on_and_the_pause_stays_in_its_history() -> None:
    programme = builders.programme()
    by = builders.member(programme, Role.COMMISSIONER)
    made = pause(programme, by=by)
    pauses.resume(programme=programme, stage=1, because="They are right.", by=by, at=builders.later(days=5))
    builders.stage_1_records(programme)
    (kept,) = standing.history(programme, 1)
    assert (kept, kept.resumption.because) == (made, "They are right.")
    actions = list(AuditEntry.objects.filter(programme=programme.slug).values_list("action", flat=True))
    assert {"stages.visit.pause", "stages.visit.resume"} <= set(actions)


def test_only_those_who_reopen_stages_pause_them() -> None:
    programme = builders.programme()
    by = builders.member(programme, Role.ANALYST)
    with pytest.raises(Forbidden):
        pause(programme, by=by)
    pause(programme)
    with pytest.raises(Forbidden):
        pauses.resume(programme=programme, stage=1, because="Yes.", by=by, at=builders.later(days=2))


def test_what_is_closed_paused_already_or_without_a_reason_is_not_paused() -> None:
    programme = builders.programme_at_stage(2)
    with pytest.raises(visits.StageClosed, match="is not open, so it cannot be paused"):
        pause(programme, 1)
    with pytest.raises(Refused, match="Enter the reason"):
        pause(programme, 2, because=" ")
    with pytest.raises(pauses.NotPaused):
        pauses.resume(programme=programme, stage=2, because="Yes.", by=builders.system(), at=builders.later(days=2))
    pause(programme, 2)
    with pytest.raises(visits.StagePaused):
        pause(programme, 2)
    with pytest.raises(Refused, match="Enter what has changed"):
        pauses.resume(programme=programme, stage=2, because=" ", by=builders.system(), at=builders.later(days=2))


def test_a_pause_and_its_end_are_never_changed() -> None:
    programme = builders.programme()
    made = pause(programme)
    end = pauses.resume(programme=programme, stage=1, because="Yes.", by=builders.system(), at=builders.later(days=2))
    for row in (made, end):
        row.because = "Something else."
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save(update_fields=["because"])


def test_the_tracker_says_that_a_stage_is_paused_and_why() -> None:
    programme = builders.programme()
    pause(programme)
    (first, *others) = tracker.tracker(programme)
    assert (first.is_paused, first.because) == (True, WHY)
    assert not any(row.is_paused for row in others)


def test_pauses_travel_in_a_pack_those_that_ended_and_the_one_that_stands(settings: LazySettings) -> None:
    settings.PACK_SECTIONS = "tests.stages.tables.PACK_SECTIONS"
    programme = builders.programme()
    pause(programme)
    pauses.resume(programme=programme, stage=1, because="Yes.", by=builders.system(), at=builders.later(days=2))
    builders.stage_1_records(programme, at=builders.later(days=3))
    pause(programme, at=builders.later(days=4))
    pack = pack_export.export(programme=programme, by=builders.system())
    pack["programme"]["slug"] = "elsewhere"
    loaded, _new = packs.load(document=pack, by=builders.system(), at=builders.later(days=9))
    exported = pack_export.export(programme=loaded, by=builders.system())
    assert exported["stage_records"]["visits"] == pack["stage_records"]["visits"]
    assert standing.paused_stages(loaded) == {1}
