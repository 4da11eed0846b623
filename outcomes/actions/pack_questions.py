"""The section `questions` of a programme pack: what was asked about rows and people, and what agents answered.

Keyed hashes do not travel, since another deployment has another key; questions that rest on them do.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from delivery.models import Participant
from outcomes.actions import pack_submissions
from outcomes.models import Answer, NotAnOutcome, PersonAnswer, PersonQuestion, Question, Submission
from outcomes.selectors import claim_names
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "questions"
Row = Mapping[str, Any]


@transaction.atomic
def load(*, programme: Programme, section: Row, by: User, at: datetime) -> None:
    """Ask and answer as it was. A programme in which questions were asked keeps its own."""
    asked = Question.objects.filter(submission__programme=programme)
    if not asked.exists() and not PersonQuestion.objects.filter(participant__programme=programme).exists():
        _Loading(programme, by, at).run(section)


class _Loading:
    """Questions and answers on their way in."""

    def __init__(self, programme: Programme, by: User, at: datetime) -> None:
        self.programme, self.by, self.at = programme, by, at
        people = Participant.objects.filter(programme=programme).values_list("agent__code", "reference", "pk")
        self.people = {(agent, reference): pk for agent, reference, pk in people}

    def run(self, section: Row) -> None:
        answers = [self._answer(row, place) for place, row in enumerate(section.get("answers", ()))]
        files = list(Submission.objects.filter(programme=self.programme).order_by("pk").values_list("pk", flat=True))
        claims = claim_names.ids(self.programme)
        new = []
        for place, row in enumerate(section.get("rows", ())):
            path = f"{SECTION}/rows/{place}"
            claim = claims.get(claim_names.name(row["claim"]))
            if claim is None or row["file"] > len(files) or row.get("answer", 0) > len(answers):
                raise PackError(path, "The pack has no such claim, file or answer.")
            new.append(
                Question(
                    submission_id=files[row["file"] - 1], claim_id=claim, participant_id=self._person(row, path),
                    row_number=row["row"], code=row["code"], sentence=row["sentence"],
                    asked_at=moment(row.get("at"), self.at),
                    answer=answers[row["answer"] - 1] if "answer" in row else None,
                )
            )  # fmt: skip
        Question.objects.bulk_create(new, batch_size=5000)
        for place, row in enumerate(section.get("people", ())):
            self._about_person(row, f"{SECTION}/people/{place}")
        for place, row in enumerate(section.get("not_outcomes", ())):
            self._not_outcome(row, f"{SECTION}/not_outcomes/{place}")

    def _person(self, row: Row, path: str) -> int:
        named = row["participant"]
        found = self.people.get((named["agent"], named["reference"]))
        if found is None:
            raise PackError(f"{path}/participant", "The pack has no such participant.")
        return found

    def _who(self, row: Row, path: str) -> dict[str, Any]:
        return {
            "answered_by": pack_people.person(row.get("by"), self.by, f"{path}/by"),
            "answered_at": moment(row.get("at"), self.at),
        }

    def _answer(self, row: Row, place: int) -> Answer:
        path = f"{SECTION}/answers/{place}"
        return Answer.objects.create(
            programme=self.programme, code=row["code"], scope=row["scope"], reason=row["reason"],
            participant_id=self._person(row, path) if "participant" in row else None, **self._who(row, path),
        )  # fmt: skip

    def _about_person(self, row: Row, path: str) -> None:
        question = PersonQuestion.objects.create(
            participant_id=self._person(row, path), kind=row["kind"], outcome=row.get("outcome", ""),
            day=date.fromisoformat(row["day"]), days_before=row.get("days_before"),
            asked_at=moment(row.get("at"), self.at),
        )  # fmt: skip
        if said := row.get("answer"):
            PersonAnswer.objects.create(question=question, text=said["text"], **self._who(said, f"{path}/answer"))

    def _not_outcome(self, row: Row, path: str) -> None:
        NotAnOutcome.objects.create(
            participant_id=self._person(row, path), outcome=row["outcome"], day=date.fromisoformat(row["day"]),
            sequence=row.get("sequence", 1), reason=row["reason"], note=row.get("note", ""), **self._who(row, path),
        )  # fmt: skip


def export(programme: Programme) -> dict[str, Any] | None:
    """Every question about a claim or a person and every answer, in the form in which `load` reads them."""
    said = list(
        Answer.objects.filter(programme=programme).select_related("participant__agent", "answered_by").order_by("pk")
    )
    found = {
        "answers": [_answer(one) for one in said],
        "rows": _rows(programme, {one.pk: place for place, one in enumerate(said, 1)}),
        "people": _about_people(programme),
        "not_outcomes": _not_outcomes(programme),
    }
    return {name: rows for name, rows in found.items() if rows} or None


def _named(one: Participant) -> dict[str, str]:
    return {"agent": one.agent.code, "reference": one.reference}


def _who(by: User, at: datetime) -> dict[str, str]:
    return {"by": by.email, "at": at.isoformat()}


def _answer(one: Answer) -> dict[str, Any]:
    row: dict[str, Any] = {"code": one.code, "scope": one.scope, "reason": one.reason}
    if one.participant is not None:
        row["participant"] = _named(one.participant)
    return row | _who(one.answered_by, one.answered_at)


def _rows(programme: Programme, answers: Mapping[int, int]) -> list[dict[str, Any]]:
    files, known = pack_submissions.travelling(programme), claim_names.known_as(programme)
    found = Question.objects.filter(submission__in=files).select_related(
        "claim__agent", "claim__participant", "participant__agent"
    )
    return [
        {
            "file": files[one.submission_id], "row": one.row_number, "participant": _named(one.participant),
            "claim": claim_names.named(one.claim, known), "code": one.code, "sentence": one.sentence,
            "at": one.asked_at.isoformat(), **({"answer": answers[one.answer_id]} if one.answer_id else {}),
        }
        for one in found.order_by("pk")
        if one.claim is not None
    ]  # fmt: skip


def _about_people(programme: Programme) -> list[dict[str, Any]]:
    found = PersonQuestion.objects.filter(participant__programme=programme).select_related(
        "participant__agent", "answer__answered_by"
    )
    rows = []
    for one in found.order_by("pk"):
        row: dict[str, Any] = {"participant": _named(one.participant), "kind": one.kind, "day": one.day.isoformat()}
        if one.outcome:
            row["outcome"] = one.outcome
        if one.days_before is not None:
            row["days_before"] = one.days_before
        row["at"] = one.asked_at.isoformat()
        said = getattr(one, "answer", None)
        if said is not None:
            row["answer"] = {"text": said.text, **_who(said.answered_by, said.answered_at)}
        rows.append(row)
    return rows


def _not_outcomes(programme: Programme) -> list[dict[str, Any]]:
    found = NotAnOutcome.objects.filter(participant__programme=programme).select_related(
        "participant__agent", "answered_by"
    )
    return [
        {
            "participant": _named(one.participant), "outcome": one.outcome, "day": one.day.isoformat(),
            "sequence": one.sequence, "reason": one.reason, **({"note": one.note} if one.note else {}),
            **_who(one.answered_by, one.answered_at),
        }
        for one in found.order_by("pk")
    ]  # fmt: skip
