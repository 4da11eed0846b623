from typing import Any

import pytest

from accounts.errors import Forbidden
from accounts.models import AuditEntry, User
from monitoring.actions import comparators as actions
from monitoring.actions.comparators import (
    LEFT_OUT,
    NEW,
    NEWER,
    OLDER,
    SAME,
    ComparatorRefused,
    ComparatorsRefused,
)
from monitoring.domain import comparator_files
from monitoring.domain.comparator_files import GOOD
from monitoring.selectors import comparators as selectors
from stages.actions.visits import StageClosed
from stages.models import Programme
from tests import builders
from tests.kept import kept
from tests.monitoring.comparators import fact, file, project, release, taken

AT = builders.MOMENT


@pytest.fixture
@kept
def programme() -> Programme:
    return builders.programme()


@pytest.fixture
def commissioner(programme: Programme) -> User:
    return builders.member(programme, "commissioner")


def take(programme: Programme, document: Any, *, by: User | None = None, **given: Any) -> list[actions.Taken]:
    return actions.take(programme=programme, content=file(document), by=by or builders.system(), at=AT, **given)


def states(programme: Programme, document: Any, **given: Any) -> list[str]:
    return [one.state for one in take(programme, document, **given)]


def test_a_project_is_kept_as_it_came_and_audited(programme: Programme, commissioner: User) -> None:
    (made,) = take(programme, project(), by=commissioner, filename="steps.json")
    version = made.version
    assert made.state == NEW
    assert version is not None
    assert (version.title, version.unknown, version.wrong, version.filename) == ("Steps to Work", 1, 0, "steps.json")
    assert selectors.read(version.document).outcomes[0].prices[0].amount
    entry = AuditEntry.objects.get(action="monitoring.comparator.take")
    assert (entry.by, entry.after["title"], entry.after["unknown"]) == (commissioner, "Steps to Work", 1)


def test_only_those_who_keep_the_records_of_stage_1_may(programme: Programme) -> None:
    for role in ("agent", "principal", "analyst"):
        with pytest.raises(Forbidden):
            take(programme, project(), by=builders.member(programme, role))
    comparator = taken(programme)
    with pytest.raises(Forbidden):
        actions.remove(comparator=comparator, reason="No", by=builders.member(programme, "verifier"), at=AT)


def test_once_the_stage_is_closed_nothing_is_taken_or_removed(db: None) -> None:
    later = builders.programme_at_stage(2)
    with pytest.raises(StageClosed):
        take(later, project())


def test_the_same_content_sent_again_is_not_doubled(programme: Programme) -> None:
    taken(programme)
    turned = dict(reversed(project().items()))
    assert states(programme, turned) == states(programme, {**project()}) == [SAME]
    assert selectors.search(programme).get().number == 1


def test_a_newer_file_supersedes_the_older_one_and_the_older_one_then_changes_nothing(programme: Programme) -> None:
    first = taken(programme)
    assert states(programme, project(notes=fact("Seen again."))) == [NEWER]
    assert [one.number for one in selectors.versions(first)] == [2, 1]
    assert states(programme, project()) == [SAME]
    assert selectors.search(programme).get().number == 2


def test_the_number_of_a_project_tells_it_from_its_namesake_and_knows_it_under_another_name(
    programme: Programme,
) -> None:
    taken(programme, identifier="INDIGO-POJ-0001")
    assert states(programme, {"project": {"id": "INDIGO-POJ-0002", "data": project()}}) == [NEW]
    renamed = {"project": {"id": "indigo-poj-0001", "data": project(name=fact("Steps Further"))}}
    assert states(programme, renamed) == [NEWER]
    assert states(programme, release()) == [NEW]
    assert selectors.counts(programme) == 3


def test_a_number_that_was_not_known_before_is_added(programme: Programme) -> None:
    taken(programme)
    assert states(programme, project(), identifier="INDIGO-POJ-0001") == [NEWER]
    assert selectors.search(programme, "POJ-0001").get().identifier == "INDIGO-POJ-0001"
    assert states(programme, project()) == [SAME]


PLAN = {"id": "0", "date": "2020-01-01T00:00:00Z", "planning": {"rationale": "Few find work."}, "contracts": []}


def test_releases_of_a_process_that_come_in_several_files_are_merged(programme: Programme) -> None:
    comparator = taken(programme, release(), filename="award.json")
    (made,) = take(programme, release(**PLAN), filename="plan.json")
    assert (made.state, made.is_merged) == (NEWER, True)
    change = {"id": "2", "date": "2022-01-01T00:00:00Z", "tender": {"id": "t", "title": "Work that lasts"}}
    assert states(programme, {"publisher": {"name": "Norwood"}, "releases": [release(**change)]}) == [NEWER]
    version = selectors.search(programme).get()
    reading = selectors.read(version.document)
    assert (version.comparator, version.number, version.title) == (comparator, 3, "Work that lasts")
    assert [one.id for one in reading.releases] == ["0", "release-1", "2"]
    assert reading.challenge
    assert reading.challenge.text == "Few find work."
    assert [one.amount.text for one in reading.money if one.label == "Value of the contract"] == ["1250000.75"]
    for known in (release(), release(**PLAN), release(**change), [release(), release(**PLAN)]):
        assert states(programme, known) == [SAME]
    assert [one.number for one in selectors.versions(comparator)] == [3, 2, 1]


def test_a_corrected_release_takes_the_place_of_the_one_with_its_id(programme: Programme) -> None:
    taken(programme, {"releases": [release(**PLAN), release()]})
    assert states(programme, release(tender={"id": "t", "title": "Corrected"})) == [NEWER]
    reading = selectors.read(selectors.search(programme).get().document)
    assert (reading.title, [one.id for one in reading.releases]) == ("Corrected", ["0", "release-1"])


def test_a_compiled_release_stands_for_those_before_it_and_what_is_older_changes_nothing(programme: Programme) -> None:
    taken(programme, release(**PLAN))
    compiled = release(id="c", date="2021-06-01T00:00:00Z", tag=["compiled"])
    assert states(programme, {"records": [{"ocid": "ocds-h6vhtk-1", "compiledRelease": compiled}]}) == [NEWER]
    assert not selectors.read(selectors.search(programme).get().document).challenge
    assert states(programme, release(id="late", date="2021-02-01T00:00:00Z")) == [OLDER]
    assert selectors.search(programme).get().number == 2


def test_after_it_was_removed_a_process_begins_with_its_file_alone(programme: Programme, commissioner: User) -> None:
    comparator = taken(programme, release(**PLAN))
    actions.remove(comparator=comparator, reason="Another law", by=commissioner, at=AT)
    assert states(programme, release()) == [NEWER]
    assert not selectors.read(selectors.search(programme).get().document).challenge


def test_a_process_that_would_grow_too_large_is_refused_with_what_to_do(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(programme, release(**PLAN))
    monkeypatch.setattr(comparator_files, "LARGEST_PART", len(file(release())) + 100)
    with pytest.raises(ComparatorRefused, match="compiled release"):
        take(programme, release())


def test_releases_of_one_process_in_a_list_are_one_comparator(programme: Programme) -> None:
    found = take(programme, [release(**PLAN), project(), release(id="2", date="2022-01-01T00:00:00Z")])
    assert [one.state for one in found] == [NEW, NEW]
    bad = release(id="3", date="2023-01-01T00:00:00Z", contracts=[{"id": "c", "value": {"amount": "1,200"}}])
    with pytest.raises(ComparatorsRefused) as refused:
        take(programme, [release(**PLAN), project(notes=fact("Later")), bad])
    assert [fault.path for fault in refused.value.faults] == ["2/contracts/0/value/amount"]


BAD = project(name=fact("Bad"), outcome_pricings=[{"price_per_unit": {"amount": fact("1,200")}}])


def test_of_several_projects_of_which_one_is_bad_none_is_taken_and_everything_wrong_is_told(
    programme: Programme,
) -> None:
    with pytest.raises(ComparatorsRefused, match="2 things are wrong") as refused:
        take(programme, [project(), BAD, {"name": fact("x")}])
    assert [fault.path for fault in refused.value.faults] == ["1/outcome_pricings/0/price_per_unit/amount/value", "2"]
    assert refused.value.may_take_the_rest
    assert not selectors.counts(programme)


def test_what_is_right_is_taken_without_what_is_wrong_where_that_is_asked_for(programme: Programme) -> None:
    found = take(programme, [project(), BAD, {"name": fact("x")}], consent=GOOD)
    assert [one.state for one in found] == [NEW, NEW, LEFT_OUT]
    assert found[1].version
    assert found[1].version.wrong == 1
    reading = selectors.read(found[1].version.document)
    assert [field.value for field in selectors.fields(reading, state="wrong")] == ["1,200"]
    assert all(not outcome.prices for outcome in reading.outcomes)


def test_where_nothing_is_right_nothing_is_taken_even_then(programme: Programme) -> None:
    for content in (b"{", file([]), file({"name": "x"}), b'{"name": {"value": "a", "value": "b"}}'):
        with pytest.raises(ComparatorsRefused):
            actions.take(programme=programme, content=content, consent=GOOD, by=builders.system(), at=AT)


def test_a_number_for_several_projects_or_another_than_the_file_states_is_refused(programme: Programme) -> None:
    with pytest.raises(ComparatorRefused, match="holds several"):
        take(programme, [project(), project(name=fact("B"))], identifier="INDIGO-POJ-0001")
    with pytest.raises(ComparatorRefused, match="INDIGO-POJ-0009, not INDIGO-POJ-0001"):
        take(programme, {"project": {"id": "INDIGO-POJ-0009", "data": project()}}, identifier="INDIGO-POJ-0001")


def test_a_project_that_stands_twice_in_a_file_is_taken_once(programme: Programme) -> None:
    assert states(programme, [project(), project()]) == [NEW]
    with pytest.raises(ComparatorsRefused, match="1 thing is wrong"):
        take(programme, [project(), project(notes=fact("Other"))])


def test_a_removed_comparator_stays_in_the_history_and_its_file_brings_it_back(
    programme: Programme, commissioner: User
) -> None:
    comparator = taken(programme)
    with pytest.raises(ComparatorRefused, match="Enter why"):
        actions.remove(comparator=comparator, reason=" ", by=commissioner, at=AT)
    actions.remove(comparator=comparator, reason="Another law", by=commissioner, at=AT)
    with pytest.raises(ComparatorRefused, match="already"):
        actions.remove(comparator=comparator, reason="Another law", by=commissioner, at=AT)
    assert not selectors.counts(programme)
    assert selectors.search(programme, state=selectors.REMOVED).get().removal.reason == "Another law"
    assert AuditEntry.objects.get(action="monitoring.comparator.remove").after["reason"] == "Another law"
    assert states(programme, project()) == [NEWER]
    assert [(one.number, hasattr(one, "removal")) for one in selectors.versions(comparator)] == [(2, False), (1, True)]
