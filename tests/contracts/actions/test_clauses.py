from collections.abc import Callable
from typing import Any

import pytest

from accounts.errors import Forbidden
from accounts.models import AuditEntry, User
from contracts.actions import clauses
from contracts.actions.refusals import BadTerms, NoLongerDraft, VersionRefused
from contracts.domain.periods import generate
from contracts.models import ContractVersion
from contracts.selectors import terms
from stages.actions import visits
from tests import builders as general
from tests.contracts import builders

pytestmark = pytest.mark.django_db

AT = general.later(days=2)
CAP = {"code": "whole", "scope": "contract", "amount": "2000000.00"}


def _set(version: ContractVersion, by: User) -> ContractVersion:
    return clauses.set_fields(version=version, fields={"title": "New"}, by=by, at=AT)


def _put(version: ContractVersion, by: User) -> ContractVersion:
    return clauses.put(version=version, section="caps", item=CAP, key="whole", by=by, at=AT)


def _remove(version: ContractVersion, by: User) -> ContractVersion:
    return clauses.remove(version=version, section="caps", key="whole", by=by, at=AT)


def _move(version: ContractVersion, by: User) -> ContractVersion:
    return clauses.move_up(version=version, section="rules", key="job-fee", by=by, at=AT)


def _periods(version: ContractVersion, by: User) -> ContractVersion:
    return clauses.replace_periods(version=version, periods=(), by=by, at=AT)


ACTIONS = {"title": _set, "caps": _put, "caps ": _remove, "rules": _move, "periods": _periods}


@pytest.mark.parametrize("touched", ACTIONS)
def test_a_clause_is_changed_and_the_change_is_audited(place: builders.Setting, touched: str) -> None:
    version = builders.draft(place)
    act: Callable[[ContractVersion, User], Any] = ACTIONS[touched]
    act(version, place.member)
    entry = AuditEntry.objects.filter(action="contracts.version.draft").latest("pk")
    assert entry.by == place.member
    assert set(entry.before) == set(entry.after) == {touched.strip()}


@pytest.mark.parametrize("touched", ACTIONS)
def test_nobody_else_changes_it_and_nobody_once_it_is_proposed_or_the_stage_is_closed(
    place: builders.Setting, touched: str
) -> None:
    version, act = builders.draft(place), ACTIONS[touched]
    before = terms.document(version)
    with pytest.raises(Forbidden):
        act(version, place.for_agent)
    builders.propose(place)
    with pytest.raises(NoLongerDraft, match="Version 1 is proposed"):
        act(version, place.commissioner)
    visit = general.open_visit(place.programme, 4)
    visits.close_decided_elsewhere(visit=visit, by=general.system(), at=general.later(days=5), decision="Decided.")
    with pytest.raises(visits.StageClosed):
        act(version, place.commissioner)
    assert terms.document(version) == before


def test_what_somebody_else_removed_cannot_be_changed(place: builders.Setting) -> None:
    version = builders.draft(place)
    _remove(version, place.member)
    with pytest.raises(VersionRefused, match="Somebody may have removed it"):
        _put(version, place.commissioner)


def test_what_is_wrong_is_refused_by_its_place_and_nothing_changes(place: builders.Setting) -> None:
    version = builders.draft(place)
    with pytest.raises(BadTerms) as refused:
        clauses.put(
            version=version, section="caps", item={**CAP, "segment": "old"}, key="whole", by=place.member, at=AT
        )
    assert [problem.path for problem in refused.value.problems] == ["caps[0].segment"]
    assert str(version.caps.get().amount) == "1000000.00"


def test_the_first_entry_stays_first(place: builders.Setting) -> None:
    version = builders.draft(place)
    clauses.move_up(version=version, section="rules", key="start", by=place.member, at=AT)
    assert [rule["code"] for rule in terms.document(version)["rules"]] == ["start", "job-fee"]


def test_periods_that_are_open_stay_when_others_are_made(place: builders.Setting) -> None:
    first = builders.agreed(place)
    second = builders.draft(place, effective_from="2026-04-01")
    made = generate(first.effective_from, first.effective_from.replace(month=12, day=31), "quarterly")
    second = clauses.replace_periods(version=second, periods=made, by=place.member, at=AT)
    assert [period["code"] for period in second.periods] == [
        "2026-q1",
        "2026-q2",
        "2026-07-to-2026-09",
        "2026-10-to-2026-12",
    ]
