"""Agreement tests: written cases, and people who decide them, each for themselves."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from contracts import permissions
from contracts.actions import drafting
from contracts.domain import agreement, written_cases
from contracts.models import AgreementTest, CaseAnswer, Sitting, WrittenCase
from contracts.selectors import agreement_tests as selector
from stages.models import Programme


@transaction.atomic
def begin(*, programme: Programme, outcome: str, by: User, at: datetime) -> AgreementTest:
    """Begin a test of an outcome's definition as it is worded now, with the cases of the last test of that outcome."""
    permissions.require(by, "agreement_test.write", programme)
    drafting.hold(programme)
    definition = selector.definition(programme, outcome)
    if definition is None:
        raise Refused(f"The contract defines no outcome “{outcome}”. Define it first.")
    digest = agreement.digest(definition)
    tests = programme.agreement_tests.filter(outcome=outcome)
    waiting = tests.filter(digest=digest, finished_at__isnull=True).first()
    if waiting is not None:
        raise Refused(f"Test {waiting.number} tries these very words and is not finished. Go on with that one.")
    last = tests.order_by("-number").first()
    number = (programme.agreement_tests.aggregate(most=Max("number"))["most"] or 0) + 1
    test = AgreementTest.objects.create(
        programme=programme,
        number=number,
        outcome=outcome,
        name=definition.name,
        statements=[list(row) for row in agreement.statements(definition)],
        digest=digest,
        begun_by=by,
        begun_at=at,
    )
    if last is not None:
        _add(test, [case.text for case in last.cases.order_by("number")])
    _audit("begin", test, by, at, {"outcome": outcome, "digest": digest})
    return test


@transaction.atomic
def add_cases(*, test: AgreementTest, text: str, by: User, at: datetime) -> int:
    """Add a case for each line, and return how many. Refused as a whole with every line that is wrong."""
    locked = _hold_writing(test, by)
    known = list(locked.cases.values_list("text", flat=True))
    cases, wrong = written_cases.read(text, known)
    if wrong:
        raise CasesRefused(wrong)
    if not cases:
        raise Refused("Enter at least one case, each on a line of its own.")
    _add(locked, cases)
    _audit("add_cases", locked, by, at, {"cases": cases})
    return len(cases)


@transaction.atomic
def remove_case(*, test: AgreementTest, number: int, by: User, at: datetime) -> None:
    """Take a case out while the test is being written; those after it move up."""
    locked = _hold_writing(test, by)
    case = locked.cases.filter(number=number).first()
    if case is None:
        raise Refused(f"There is no case {number} any more. Somebody may have removed it.")
    text = case.text
    case.delete()
    locked.cases.filter(number__gt=number).update(number=F("number") - 1)
    _audit("remove_case", locked, by, at, {"case": text})


@transaction.atomic
def open_for_answers(*, test: AgreementTest, people: int, by: User, at: datetime) -> AgreementTest:
    """Fix the cases, so that so many people can decide them."""
    locked = _hold_writing(test, by)
    number = locked.cases.count()
    if number < agreement.FEWEST_CASES:
        missing = agreement.FEWEST_CASES - number
        raise Refused(
            f"A test needs {agreement.FEWEST_CASES} cases or more; this one has {number}. Write {missing} more."
        )
    if not agreement.FEWEST_PEOPLE <= people <= agreement.MOST_PEOPLE:
        raise Refused(f"Choose from {agreement.FEWEST_PEOPLE} to {agreement.MOST_PEOPLE} people.")
    if not selector.is_current(locked):
        raise Refused("The definition has been worded otherwise since. Begin a new test, which takes these cases over.")
    locked.opened_by, locked.opened_at, locked.people = by, at, people
    locked.save(update_fields=["opened_by", "opened_at", "people"])
    _audit("open", locked, by, at, {"cases": number, "people": people})
    return locked


@transaction.atomic
def answer(*, test: AgreementTest, number: int, answer: str, reason: str, by: User, at: datetime) -> CaseAnswer:
    """Keep what a person decides on a case. The first answer takes one of the places, the last one finishes.

    Nobody answers a case twice, nor sees what others answered before all have finished.
    """
    permissions.require(by, "agreement_test.answer", test.programme)
    locked = _hold(test)
    if locked.opened_at is None:
        raise Refused("The cases are still being written. They can be decided once the test is opened.")
    sitting = _sitting(locked, by, at)
    case = locked.cases.filter(number=number).first()
    if case is None or answer not in agreement.ANSWERS:
        raise Refused("Choose an answer to one of the cases of this test.")
    if sitting.answers.filter(case=case).exists():
        raise Refused(f"You have decided case {number} already. An answer is given once.")
    if not reason.strip():
        raise Refused("Enter the reason for your answer.")
    if problem := written_cases.reason_refusal(reason):
        raise Refused(problem)
    found = CaseAnswer.objects.create(sitting=sitting, case=case, answer=answer, reason=reason.strip(), answered_at=at)
    if sitting.answers.count() == locked.cases.count():
        _finish(locked, sitting, by, at)
    return found


@transaction.atomic
def give_up(*, test: AgreementTest, person: User, by: User, at: datetime) -> None:
    """Free the place of somebody who will not finish: by that person, or by those who write tests."""
    if by != person:
        permissions.require(by, "agreement_test.write", test.programme)
    locked = _hold(test)
    sitting = locked.sittings.filter(person=person, finished_at__isnull=True, given_up_at__isnull=True).first()
    if sitting is None:
        raise Refused("This person is not deciding cases of this test.")
    sitting.given_up_at = at
    sitting.save(update_fields=["given_up_at"])
    _audit("give_up", locked, by, at, {"person": str(person)})


@transaction.atomic
def conclude(*, test: AgreementTest, conclusion: str, by: User, at: datetime) -> AgreementTest:
    """Write what is to be changed after a test. A later conclusion takes the place of the one before."""
    permissions.require(by, "agreement_test.write", test.programme)
    locked = _hold(test)
    if locked.finished_at is None:
        raise Refused("Not everybody has finished, so there is no result to conclude from.")
    if not conclusion.strip():
        raise Refused("Enter what is to be changed, or that nothing is.")
    locked.conclusion = conclusion.strip()
    locked.save(update_fields=["conclusion"])
    _audit("conclude", locked, by, at, {"conclusion": locked.conclusion})
    return locked


class CasesRefused(Refused):
    """Some lines are no cases. `lines` holds a sentence for each."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__(" ".join(lines))


def _hold(test: AgreementTest) -> AgreementTest:
    """The test as it now stands, locked, while stage 4 is open."""
    drafting.hold(test.programme)
    return (
        AgreementTest.objects.select_for_update(no_key=True, of=("self",)).select_related("programme").get(pk=test.pk)
    )


def _hold_writing(test: AgreementTest, by: User) -> AgreementTest:
    permissions.require(by, "agreement_test.write", test.programme)
    locked = _hold(test)
    if locked.opened_at is not None:
        raise Refused("The test is open, so its cases can no longer be changed. Begin a new test for other cases.")
    return locked


def _add(test: AgreementTest, cases: list[str]) -> None:
    first = test.cases.count() + 1
    WrittenCase.objects.bulk_create(
        WrittenCase(test=test, number=number, text=text) for number, text in enumerate(cases, first)
    )


def _sitting(test: AgreementTest, by: User, at: datetime) -> Sitting:
    """The person's way through the cases; a new one where there is a place left."""
    own = test.sittings.filter(person=by).first()
    if own is not None:
        if own.finished_at is not None:
            raise Refused("You have decided every case of this test already. Nobody decides twice.")
        if own.given_up_at is not None:
            raise Refused("You gave this test up. Somebody else decides in your place.")
        return own
    if test.sittings.filter(given_up_at__isnull=True).count() >= test.people:
        raise Refused(f"{test.people} people decide this test already. Theirs are all the answers it needs.")
    sitting = Sitting.objects.create(test=test, person=by, begun_at=at)
    _audit("sit", test, by, at, {"person": str(by)})
    return sitting


def _finish(test: AgreementTest, sitting: Sitting, by: User, at: datetime) -> None:
    sitting.finished_at = at
    sitting.save(update_fields=["finished_at"])
    after: dict[str, Any] = {"person": str(by)}
    if test.sittings.filter(finished_at__isnull=False).count() == test.people:
        test.finished_at = at
        test.save(update_fields=["finished_at"])
        after["all"] = True
    _audit("finish", test, by, at, after)


def _audit(verb: str, test: AgreementTest, by: User, at: datetime, after: dict[str, Any]) -> None:
    audit.record(
        by=by,
        at=at,
        action=f"contracts.agreement_test.{verb}",
        programme=test.programme.slug,
        subject=test,
        after=after,
    )
