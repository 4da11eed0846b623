"""Agreement tests as their pages show them, and what they say of the definitions."""

import dataclasses
from collections.abc import Iterable, Mapping

from django.http import Http404

from accounts.models import User
from contracts import permissions
from contracts.domain import agreement, words
from contracts.domain.agreement import Tried
from contracts.domain.clauses import Outcome
from contracts.domain.terms import Terms
from contracts.models import AgreementTest, CaseAnswer, ContractVersion, Sitting, WrittenCase
from contracts.selectors import agreement_results, terms, versions
from stages.models import Programme
from stages.selectors import visits

STAGE = 4


def concerned(programme: Programme) -> ContractVersion | None:
    """The version whose definitions are tried: the one being made, or else the last agreed."""
    return versions.not_yet_agreed(programme) or programme.contract_versions.agreed().order_by("-number").first()


def definitions(programme: Programme) -> Mapping[str, Outcome]:
    """The outcomes of that version by code; none before there is one."""
    version = concerned(programme)
    return {one.code: one for one in terms.draft(version)[0].outcomes} if version else {}


def definition(programme: Programme, outcome: str) -> Outcome | None:
    return definitions(programme).get(outcome)


def is_current(test: AgreementTest) -> bool:
    """Whether the definition still has the words that were tried."""
    found = definition(test.programme, test.outcome)
    return found is not None and agreement.digest(found) == test.digest


def test_for(programme: Programme, number: int) -> AgreementTest:
    """The test of the programme by its number; the page does not exist otherwise."""
    found = programme.agreement_tests.filter(number=number).select_related("programme", "begun_by").first()
    if found is None:
        raise Http404("No such agreement test")
    return found


def person_of(test: AgreementTest, sitting: int) -> User:
    """Who decides cases of the test in this sitting; the page does not exist otherwise."""
    found = test.sittings.filter(pk=sitting).select_related("person").first()
    if found is None:
        raise Http404("No such person")
    return found.person


def tried(programme: Programme, found: Terms) -> dict[str, Tried]:
    """By code of the outcome, what the latest finished test says of the definitions in these terms.

    A test of the present words counts before a later one of other words.
    """
    digests = {one.code: agreement.digest(one) for one in found.outcomes}
    latest: dict[str, AgreementTest] = {}
    for test in programme.agreement_tests.filter(finished_at__isnull=False).order_by("number"):
        held = latest.get(test.outcome)
        own = digests.get(test.outcome)
        if held is None or test.digest == own or held.digest != own:
            latest[test.outcome] = test
    answers = _answers(latest.values())
    return {
        code: agreement.least(list(answers[test.pk].values()), current=test.digest == digests.get(code))
        for code, test in latest.items()
    }


def _answers(tests: Iterable[AgreementTest]) -> dict[int, dict[int, dict[int, str]]]:
    """By test and sitting, the answers by number of the case; of people who finished, in the order they began."""
    rows = CaseAnswer.objects.filter(sitting__test__in=list(tests), sitting__finished_at__isnull=False)
    found: dict[int, dict[int, dict[int, str]]] = {}
    for test, sitting, number, answer in rows.order_by("sitting__begun_at", "sitting__pk", "case__number").values_list(
        "sitting__test", "sitting", "case__number", "answer"
    ):
        found.setdefault(test, {}).setdefault(sitting, {})[number] = answer
    return found


@dataclasses.dataclass(frozen=True)
class Row:
    """An outcome in the list: its latest test, and how far that is, in words and with a colour."""

    outcome: Outcome
    test: AgreementTest | None
    status: str
    colour: str
    may_begin: bool


@dataclasses.dataclass(frozen=True)
class ListPage:
    version: ContractVersion | None
    rows: list[Row]
    earlier: list[AgreementTest]
    stage_open: bool
    fewest: int = agreement.FEWEST_CASES


def list_page(programme: Programme, viewer: User) -> ListPage:
    """Every outcome with its latest test, and the tests of earlier wordings."""
    version, is_open = concerned(programme), visits.is_open(programme, STAGE)
    found = terms.draft(version)[0] if version else None
    outcomes = found.outcomes if found else ()
    results = tried(programme, found) if found else {}
    tests = list(programme.agreement_tests.order_by("-number").prefetch_related("cases", "sittings"))
    may_write = is_open and permissions.can(viewer, "agreement_test.write", programme)
    rows, shown = [], set()
    for outcome in outcomes:
        test = next((one for one in tests if one.outcome == outcome.code), None)
        current = test is not None and test.digest == agreement.digest(outcome)
        status, colour = _status(test, results.get(outcome.code), current)
        going_on = test is not None and current and test.finished_at is None
        rows.append(Row(outcome, test, status, colour, may_write and not going_on))
        shown |= {test.pk} if test else set()
    return ListPage(version, rows, [one for one in tests if one.pk not in shown], is_open)


def _status(test: AgreementTest | None, result: Tried | None, current: bool) -> tuple[str, str]:
    """How far a test is."""
    if test is None:
        return "Not tried yet", "grey"
    if not current:
        return "Worded otherwise since", "yellow"
    if test.opened_at is None:
        return f"{words.plural(len(test.cases.all()), 'case')} written", "blue"
    if test.finished_at is None:
        done = sum(1 for one in test.sittings.all() if one.finished_at)
        return f"{done} of {test.people} people finished", "blue"
    if result is None:
        return "Finished", "grey"
    colour = "green" if result.is_clear else "red" if result.is_unclear else "yellow"
    return f"{result.agreed} of {result.cases} alike", colour


@dataclasses.dataclass(frozen=True)
class SittingShown:
    sitting: Sitting
    answered: int
    may_give_up: bool

    @property
    def is_going_on(self) -> bool:
        return _goes_on(self.sitting)


@dataclasses.dataclass(frozen=True)
class TestPage:
    """A test as the viewer may see it: nobody sees an answer before all have finished."""

    test: AgreementTest
    cases: list[WrittenCase]
    sittings: list[SittingShown]
    current: bool
    stage_open: bool
    may_write: bool
    may_answer: bool
    answered: int
    finished: bool
    result: agreement_results.ResultShown | None
    fewest: int = agreement.FEWEST_CASES

    @property
    def missing(self) -> int:
        return max(0, self.fewest - len(self.cases))


def page(test: AgreementTest, viewer: User) -> TestPage:
    """The page of a test, with the result once everybody has finished."""
    programme = test.programme
    is_open = visits.is_open(programme, STAGE)
    writes = is_open and permissions.can(viewer, "agreement_test.write", programme)
    sittings = list(test.sittings.select_related("person").prefetch_related("answers").order_by("begun_at", "pk"))
    own = next((one for one in sittings if one.person_id == viewer.pk), None)
    taken = sum(1 for one in sittings if one.given_up_at is None)
    can_sit = _goes_on(own) if own is not None else taken < test.people
    return TestPage(
        test=test,
        cases=list(test.cases.order_by("number")),
        sittings=[
            SittingShown(one, len(one.answers.all()), is_open and _goes_on(one) and (writes or one == own))
            for one in sittings
        ],
        current=is_current(test),
        stage_open=is_open,
        may_write=writes,
        may_answer=is_open
        and test.opened_at is not None
        and test.finished_at is None
        and can_sit
        and permissions.can(viewer, "agreement_test.answer", programme),
        answered=len(own.answers.all()) if own else 0,
        finished=own is not None and own.finished_at is not None,
        result=agreement_results.of(test, [one for one in sittings if one.finished_at]) if test.finished_at else None,
    )


def _goes_on(sitting: Sitting) -> bool:
    return sitting.finished_at is None and sitting.given_up_at is None


@dataclasses.dataclass(frozen=True)
class Next:
    """The next case that a person decides, and how far they are."""

    case: WrittenCase
    done: int
    total: int


def next_case(test: AgreementTest, viewer: User) -> Next | None:
    """The first case that the person has not decided; none where all are, or where they gave up."""
    own = test.sittings.filter(person=viewer).first()
    if test.opened_at is None or (own is not None and not _goes_on(own)):
        return None
    cases = list(test.cases.order_by("number"))
    decided = set(own.answers.values_list("case", flat=True)) if own else set()
    waiting = next((one for one in cases if one.pk not in decided), None)
    return Next(waiting, len(decided), len(cases)) if waiting else None


def progress(programme: Programme) -> tuple[str, str]:
    """How many definitions have been tried, for the task list of stage 4."""
    version = concerned(programme)
    found = terms.draft(version)[0] if version else None
    if found is None or not found.outcomes:
        return ("No definition yet", "grey")
    results = tried(programme, found)
    done = sum(1 for one in results.values() if one.current)
    total = len(found.outcomes)
    return ("Completed", "") if done >= total else (f"{done} of {total} tried", "grey" if not done else "blue")
