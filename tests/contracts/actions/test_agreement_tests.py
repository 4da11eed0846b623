"""Cases are written, decided by people who do not see each other's answers, and never decided twice."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role
from contracts.actions import agreement_tests, pack
from contracts.models import AgreementTest, CaseAnswer
from contracts.selectors import agreement_tests as selector
from contracts.selectors import linting
from stages.actions import visits
from tests import builders as general
from tests.contracts import builders, documents, trials
from tests.contracts.trials import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(place: builders.Setting) -> builders.Setting:
    builders.draft(place)
    return place


def last_act(place: builders.Setting) -> str:
    return AuditEntry.objects.filter(programme=place.programme.slug).latest("pk").action


def test_a_test_is_written_opened_decided_and_concluded(place: builders.Setting) -> None:
    test = trials.opened(place.programme, place.commissioner)
    trials.decide(test, place.member)
    test.refresh_from_db()
    assert test.finished_at is None
    trials.decide(test, place.for_principal, otherwise={16: "counts", 3: "cannot_tell"})
    test.refresh_from_db()
    assert test.finished_at == AT
    shown = selector.page(test, place.commissioner)
    assert shown.result is not None
    assert shown.result.pairs[0].alike == "18 of 20 (90%)"
    assert [one.case.number for one in shown.result.differing] == [3, 16]
    assert "Case 16 counted for one" in shown.result.advice[0]
    agreement_tests.conclude(test=test, conclusion="Say how weeks are counted.", by=place.commissioner, at=AT)
    test.refresh_from_db()
    assert test.conclusion == "Say how weeks are counted."
    assert last_act(place) == "contracts.agreement_test.conclude"


def test_nobody_sees_an_answer_before_all_have_finished(place: builders.Setting) -> None:
    test = trials.opened(place.programme, place.commissioner)
    trials.decide(test, place.member)
    for viewer in (place.commissioner, place.member, place.for_principal):
        assert selector.page(test, viewer).result is None
    trials.decide(test, place.for_principal, cases=19)
    assert selector.page(test, place.member).result is None


def test_a_person_decides_each_case_once_and_goes_on_where_they_stopped(place: builders.Setting) -> None:
    test = trials.opened(place.programme, place.commissioner)
    trials.decide(test, place.member, cases=7)
    waiting = selector.next_case(test, place.member)
    assert waiting is not None
    assert (waiting.case.number, waiting.done) == (8, 7)
    with pytest.raises(Refused, match="decided case 7 already"):
        agreement_tests.answer(test=test, number=7, answer="counts", reason="x", by=place.member, at=AT)
    for number in range(8, 21):
        agreement_tests.answer(test=test, number=number, answer="counts", reason="x", by=place.member, at=AT)
    with pytest.raises(Refused, match="Nobody decides twice"):
        agreement_tests.answer(test=test, number=1, answer="counts", reason="x", by=place.member, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseAnswer.objects.filter(sitting__person=place.member).update(reason="Otherwise")


def test_there_are_no_more_places_than_people_asked_for_and_one_that_is_given_up_is_free(
    place: builders.Setting,
) -> None:
    test = trials.opened(place.programme, place.commissioner)
    trials.decide(test, place.member, cases=1)
    trials.decide(test, place.for_principal, cases=1)
    with pytest.raises(Refused, match="2 people decide this test already"):
        trials.decide(test, place.for_agent, cases=1)
    with pytest.raises(Forbidden):
        agreement_tests.give_up(test=test, person=place.member, by=place.for_agent, at=AT)
    agreement_tests.give_up(test=test, person=place.member, by=place.commissioner, at=AT)
    trials.decide(test, place.for_agent)
    with pytest.raises(Refused, match="You gave this test up"):
        agreement_tests.answer(test=test, number=2, answer="counts", reason="x", by=place.member, at=AT)
    with pytest.raises(Refused, match="not deciding"):
        agreement_tests.give_up(test=test, person=place.for_agent, by=place.for_agent, at=AT)


@pytest.mark.parametrize(("answer", "reason", "words"), [
    ("perhaps", "Because", "Choose an answer"),
    ("counts", "  ", "Enter the reason"),
    ("counts", "Ring 0161 496 0000", "a telephone number"),
])  # fmt: skip
def test_what_is_no_answer_is_refused(place: builders.Setting, answer: str, reason: str, words: str) -> None:
    test = trials.opened(place.programme, place.commissioner)
    with pytest.raises(Refused, match=words):
        agreement_tests.answer(test=test, number=1, answer=answer, reason=reason, by=place.member, at=AT)
    assert not CaseAnswer.objects.exists()


def test_a_test_opens_with_twenty_cases_and_two_people_or_more(place: builders.Setting) -> None:
    test = trials.begun(place.programme, place.commissioner)
    with pytest.raises(Refused, match="still being written"):
        trials.decide(test, place.member, cases=1)
    agreement_tests.add_cases(test=test, text="\n".join(trials.LINES[:19]), by=place.commissioner, at=AT)
    with pytest.raises(Refused, match="Write 1 more"):
        agreement_tests.open_for_answers(test=test, people=2, by=place.commissioner, at=AT)
    agreement_tests.add_cases(test=test, text=trials.LINES[19], by=place.commissioner, at=AT)
    with pytest.raises(Refused, match="from 2 to 5"):
        agreement_tests.open_for_answers(test=test, people=1, by=place.commissioner, at=AT)
    agreement_tests.open_for_answers(test=test, people=2, by=place.commissioner, at=AT)
    assert last_act(place) == "contracts.agreement_test.open"
    with pytest.raises(Refused, match="can no longer be changed"):
        agreement_tests.remove_case(test=test, number=1, by=place.commissioner, at=AT)


def test_lines_that_are_no_cases_add_nothing_at_all(place: builders.Setting) -> None:
    test = trials.begun(place.programme, place.commissioner)
    with pytest.raises(agreement_tests.CasesRefused) as refusal:
        agreement_tests.add_cases(test=test, text=f"{trials.LINES[0]}\nShort", by=place.commissioner, at=AT)
    assert refusal.value.lines[0].startswith("Line 2:")
    assert not test.cases.exists()
    agreement_tests.add_cases(test=test, text="\n".join(trials.LINES[:3]), by=place.commissioner, at=AT)
    agreement_tests.remove_case(test=test, number=1, by=place.commissioner, at=AT)
    assert list(test.cases.order_by("number").values_list("number", "text")) == [
        (1, trials.LINES[1]), (2, trials.LINES[2])
    ]  # fmt: skip


def test_a_changed_wording_makes_the_result_stale_and_takes_the_cases_over(place: builders.Setting) -> None:
    test = trials.opened(place.programme, place.commissioner)
    trials.decide(test, place.member)
    trials.decide(test, place.for_principal)
    with pytest.raises(Refused, match="no outcome"):
        trials.begun(place.programme, place.commissioner, outcome="nothing")
    version = place.programme.contract_versions.get()
    tried = {one.code: one for one in linting.remarks(version)}["tried_by_two"]
    assert tried.verdict == "meets"
    builders.draft(place, outcomes=[documents.outcome(definition="In paid work for 13 weeks.")])
    tried = {one.code: one for one in linting.remarks(version)}["tried_by_two"]
    assert "worded otherwise since" in tried.why
    assert not selector.is_current(test)
    again = trials.begun(place.programme, place.commissioner)
    assert again.cases.count() == 20
    with pytest.raises(Refused, match="Go on with that one"):
        trials.begun(place.programme, place.commissioner)
    builders.draft(place, outcomes=[documents.outcome(definition="In paid work for 12 weeks.")])
    with pytest.raises(Refused, match="worded otherwise since"):
        agreement_tests.open_for_answers(test=again, people=2, by=place.commissioner, at=AT)


def test_a_test_that_most_cases_divide_breaks_the_principle(place: builders.Setting) -> None:
    test = trials.opened(place.programme, place.commissioner)
    trials.decide(test, place.member)
    trials.decide(test, place.for_principal, otherwise=dict.fromkeys(range(1, 9), "counts"))
    found = {one.code: one for one in linting.remarks(place.programme.contract_versions.get())}["tried_by_two"]
    assert (found.verdict, "12 of 20" in found.why) == ("breaks", True)


def test_only_those_who_draft_write_tests_and_no_stranger_answers(place: builders.Setting) -> None:
    with pytest.raises(Forbidden):
        trials.begun(place.programme, place.for_agent)
    test = trials.opened(place.programme, place.member)
    for person in (general.user(), general.member(place.programme, Role.ADMINISTRATOR)):
        with pytest.raises(Forbidden):
            trials.decide(test, person, cases=1)


def test_nothing_is_written_or_decided_once_stage_4_is_closed(place: builders.Setting) -> None:
    test = trials.opened(place.programme, place.commissioner)
    general.pass_decided_elsewhere(place.programme, 4)
    with pytest.raises(visits.StageClosed):
        trials.decide(test, place.member, cases=1)
    with pytest.raises(visits.StageClosed):
        trials.begun(place.programme, place.commissioner)


def test_tests_travel_in_the_pack(place: builders.Setting) -> None:
    test = trials.opened(place.programme, place.commissioner)
    trials.decide(test, place.member)
    trials.decide(test, place.for_principal, otherwise={16: "counts"})
    agreement_tests.conclude(test=test, conclusion="Nothing.", by=place.commissioner, at=AT)
    section = pack.export(place.programme)
    other = general.programme_at_stage(4)
    pack.load(programme=other, section=section, by=general.system(), at=general.later(days=9))
    assert pack.export(other)["agreement_tests"] == section["agreement_tests"]
    assert AgreementTest.objects.get(programme=other).finished_at == AT


@pytest.mark.django_db(transaction=True)
def test_of_three_who_begin_at_once_two_get_a_place() -> None:
    place = builders.setting()
    builders.draft(place)
    test = trials.opened(place.programme, place.commissioner)
    people = [place.member, place.for_principal, place.for_agent]
    gate, met = threading.Barrier(3), []

    def run(number: int) -> None:
        gate.wait()
        try:
            trials.decide(test, people[number], cases=1)
            met.append("")
        except Refused as refusal:
            met.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(bool(one) for one in met) == [False, False, True]
    assert test.sittings.count() == 2
