import pytest

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role
from knowledge.models import Assessment
from stages.actions import fits, pack_export_stage_1, pack_records
from stages.actions.visits import StageClosed
from stages.models import Programme
from stages.selectors import gates
from tests import builders

pytestmark = pytest.mark.django_db


def said(programme: Programme) -> str:
    """What the gate of stage 1 says of the fit."""
    visit = builders.open_visit(programme, 1)
    results = gates.evaluate(programme, 1, visit, builders.MOMENT.date())
    return next(row.state for row in results if row.code == "fit_assessed")


def test_the_gate_asks_until_somebody_has_answered_everything() -> None:
    programme = builders.programme()
    assert said(programme) == "not_met"
    person = builders.member(programme, Role.COMMISSIONER)
    begun = fits.begin(programme=programme, side="commissioner", by=person, at=builders.MOMENT)
    assert begun.service == programme.name
    assert said(programme) == "not_met"
    builders.fit_answers(programme, by=person)
    assert said(programme) == "met"


def test_those_without_the_right_are_refused() -> None:
    programme = builders.programme()
    for role in (Role.ANALYST, Role.VERIFIER, Role.AGENT):
        with pytest.raises(Forbidden):
            builders.fit_answers(programme, by=builders.member(programme, role))
    assert not Assessment.objects.exists()


def test_nobody_changes_anothers_answers() -> None:
    programme = builders.programme()
    fit = builders.fit_answers(programme, by=builders.member(programme, Role.COMMISSIONER))
    other = builders.member(programme, Role.COMMISSIONER)
    with pytest.raises(Forbidden, match="Begin your own"):
        fits.answer(
            programme=programme, assessment=fit, number=1, given={"reasons": ["risk"]}, by=other, at=builders.MOMENT
        )


def test_a_closed_stage_takes_no_answers() -> None:
    programme = builders.programme_at_stage(2)
    with pytest.raises(StageClosed):
        builders.fit_answers(programme)


def test_answers_are_audited_under_the_programme() -> None:
    programme = builders.programme()
    builders.fit_answers(programme)
    rows = AuditEntry.objects.filter(programme=programme.slug, action="knowledge.suitability.answer")
    assert rows.count() == 12


def test_answers_travel_in_the_pack() -> None:
    programme = builders.programme()
    builders.fit_answers(programme, by=builders.member(programme, Role.COMMISSIONER), cash=["no"])
    rows = pack_export_stage_1.stage_1(programme)["fit"]
    again = builders.programme()
    person = builders.member(again, Role.COMMISSIONER)
    section = {"fit": [row | {"by": None} for row in rows]}
    pack_records.load_stage_1(again, section, person, builders.MOMENT)
    assert (
        Assessment.objects.get(programme=again.slug).answers == Assessment.objects.get(programme=programme.slug).answers
    )
    assert pack_records.stages_with_records(section) == {1}


def test_answers_of_a_pack_that_do_not_fit_are_refused() -> None:
    programme = builders.programme()
    section = {"fit": [{"side": "provider", "answers": {"reasons": ["risk", "value", "focus", "quality"]}}]}
    with pytest.raises(Refused, match="at most 3"):
        pack_records.load_stage_1(programme, section, builders.system(), builders.MOMENT)
