"""Agreement tests, and the Expert Body's reasons to go on, in a programme pack."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from contracts.actions import lint_exceptions
from contracts.domain import agreement, written_cases
from contracts.models import AgreementTest, CaseAnswer, LintException, Sitting, WrittenCase
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.models import Programme


def load(programme: Programme, rows: Iterable[Mapping[str, Any]], path: str, by: User) -> None:
    """Bring in tests as they went: cases, who decided them, and what each answered."""
    for index, row in enumerate(rows):
        _load_test(programme, index + 1, row, f"{path}/{index}", by)


def _load_test(programme: Programme, number: int, row: Mapping[str, Any], path: str, by: User) -> None:
    texts, wrong = written_cases.read("\n".join(row["cases"]), ())
    if wrong or len(texts) != len(row["cases"]):
        raise PackError(f"{path}/cases", " ".join(wrong) or "A case holds several lines.", "Mend these cases.")
    opened = row.get("opened_at")
    test = AgreementTest.objects.create(
        programme=programme,
        number=number,
        outcome=row["outcome"],
        name=row["name"],
        statements=row["statements"],
        digest=row["digest"],
        people=row.get("people", agreement.FEWEST_PEOPLE),
        begun_by=pack_people.person(row.get("by"), by, f"{path}/by"),
        begun_at=datetime.fromisoformat(row["at"]),
        opened_by=pack_people.person(row.get("opened_by"), by, f"{path}/opened_by") if opened else None,
        opened_at=datetime.fromisoformat(opened) if opened else None,
        conclusion=row.get("conclusion", ""),
    )
    cases = WrittenCase.objects.bulk_create(
        WrittenCase(test=test, number=place, text=text) for place, text in enumerate(texts, 1)
    )
    if opened and len(cases) < agreement.FEWEST_CASES:
        raise PackError(f"{path}/cases", f"An open test has {agreement.FEWEST_CASES} cases or more.", "Write more.")
    for index, sitting in enumerate(row.get("sittings", ())):
        _load_sitting(test, cases, sitting, f"{path}/sittings/{index}", by)
    finished = test.sittings.filter(finished_at__isnull=False).order_by("-finished_at")
    if opened and finished.count() >= test.people:
        test.finished_at = finished[0].finished_at
        test.save(update_fields=["finished_at"])


def _load_sitting(test: AgreementTest, cases: list[WrittenCase], row: Mapping[str, Any], path: str, by: User) -> None:
    given_up = row.get("given_up_at")
    answers = row.get("answers", ())
    person = pack_people.person(row["by"], by, f"{path}/by")
    if test.sittings.filter(person=person).exists():
        raise PackError(f"{path}/by", f"{person} would decide the same cases twice.", "Each person decides once.")
    sitting = Sitting.objects.create(
        test=test,
        person=person,
        begun_at=datetime.fromisoformat(row["at"]),
        given_up_at=datetime.fromisoformat(given_up) if given_up else None,
    )
    numbers = [answer["case"] for answer in answers]
    if len(set(numbers)) != len(numbers) or not set(numbers) <= {case.number for case in cases}:
        raise PackError(f"{path}/answers", "An answer is to a case that is not there, or given twice.", "Mend it.")
    CaseAnswer.objects.bulk_create(
        CaseAnswer(
            sitting=sitting,
            case=cases[answer["case"] - 1],
            answer=answer["answer"],
            reason=answer["reason"],
            answered_at=datetime.fromisoformat(answer["at"]),
        )
        for answer in answers
    )
    if len(answers) == len(cases) and not given_up:
        sitting.finished_at = max(datetime.fromisoformat(answer["at"]) for answer in answers)
        sitting.save(update_fields=["finished_at"])


def export(programme: Programme) -> list[dict[str, Any]]:
    """The tests, as `load` reads them."""
    tests = programme.agreement_tests.select_related("begun_by", "opened_by").order_by("number")
    return [_export_test(test) for test in tests]


def _export_test(test: AgreementTest) -> dict[str, Any]:
    found: dict[str, Any] = {
        "outcome": test.outcome,
        "name": test.name,
        "statements": test.statements,
        "digest": test.digest,
        "people": test.people,
        "by": test.begun_by.email,
        "at": test.begun_at.isoformat(),
        "cases": list(test.cases.order_by("number").values_list("text", flat=True)),
    }
    if test.opened_at is not None and test.opened_by is not None:
        found |= {"opened_by": test.opened_by.email, "opened_at": test.opened_at.isoformat()}
    if test.conclusion:
        found["conclusion"] = test.conclusion
    sittings = test.sittings.select_related("person").order_by("begun_at", "pk")
    if exported := [_export_sitting(sitting) for sitting in sittings]:
        found["sittings"] = exported
    return found


def _export_sitting(sitting: Sitting) -> dict[str, Any]:
    found: dict[str, Any] = {
        "by": sitting.person.email,
        "at": sitting.begun_at.isoformat(),
        "answers": [
            {"case": one.case.number, "answer": one.answer, "reason": one.reason, "at": one.answered_at.isoformat()}
            for one in sitting.answers.select_related("case").order_by("case__number")
        ],
    }
    return found | ({"given_up_at": sitting.given_up_at.isoformat()} if sitting.given_up_at else {})


def load_exceptions(programme: Programme, rows: Iterable[Mapping[str, Any]], path: str, by: User) -> None:
    """Bring in the reasons to go on, and those that were taken back, in the order of their time."""
    for index, row in enumerate(rows):
        lint_exceptions.write(
            programme=programme,
            check=row["check"],
            number=row["version"],
            said=row["said"],
            reason=row["reason"],
            stands=row.get("stands", True),
            by=pack_people.person(row.get("by"), by, f"{path}/{index}/by"),
            at=datetime.fromisoformat(row["at"]),
        )


def export_exceptions(programme: Programme) -> list[dict[str, Any]]:
    """The reasons, as `load_exceptions` reads them."""
    rows = LintException.objects.filter(programme=programme).select_related("recorded_by")
    return [
        {
            "check": row.check_code,
            "version": row.version_number,
            "said": row.said,
            "reason": row.reason,
            "stands": row.stands,
            "by": row.recorded_by.email,
            "at": row.recorded_at.isoformat(),
        }
        for row in rows.order_by("recorded_at", "pk")
    ]
