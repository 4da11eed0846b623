"""Files, what was asked about their rows, what agents arranged and what registers said travel with a pack."""

import io
import json
from datetime import timedelta
from typing import Any

import jsonschema
import pytest
from django.conf import settings

from accounts.errors import Refused
from outcomes.actions import (
    pack,
    pack_arrangements,
    pack_questions,
    pack_registers,
    pack_submissions,
    submissions,
)
from outcomes.models import (
    Answer,
    Claim,
    ColumnName,
    NotAnOutcome,
    PersonAnswer,
    PersonQuestion,
    Question,
    RegisterExtract,
    RegisterRow,
    StandingChoice,
    Submission,
)
from tests import builders
from tests.payments.scheme import MAY, PRICED, Scheme
from tests.payments.scheme import scheme as make_scheme

pytestmark = pytest.mark.django_db
AT = PRICED + timedelta(days=1)
SECTIONS = (
    ("arrangements", pack_arrangements.load, pack_arrangements.export),
    ("submissions", pack_submissions.load, pack_submissions.export),
    ("claims", pack.load, pack.export),
    ("questions", pack_questions.load, pack_questions.export),
    ("registers", pack_registers.load, pack_registers.export),
)
FILE = b"participant,outcome,achieved_on\nP1,job,2026-05-12\nP2,job,2026-13-40\n"


@pytest.fixture
def scheme(db: None) -> Scheme:
    """A half-good file, a question answered and one open, a person asked about, an extract, columns named."""
    found = make_scheme()
    programme, agent, by = found.programme, found.agent, found.place.for_agent
    first, second = found.start("P1"), found.start("P2")
    sent = submissions.receive(
        programme=programme, agent=agent, kind="outcomes", filename="june.csv", file=io.BytesIO(FILE), by=by,
        at=PRICED, queue=False,
    )  # fmt: skip
    done = submissions.process(submission_id=sent.pk, at=PRICED)
    assert (done.accepted, done.rejected) == (1, 1)
    claim = Claim.objects.get(submission=done)
    answered = {"answered_by": by, "answered_at": PRICED}
    answer = Answer.objects.create(
        programme=programme, code="early", scope="participant", participant=first, reason="So it was", **answered
    )
    for row, said in ((2, answer), (3, None)):
        Question.objects.create(
            submission=done, claim=claim, participant=first, row_number=row, code="early", sentence="Is it so early?",
            asked_at=PRICED, answer=said,
        )  # fmt: skip
    asked = PersonQuestion.objects.create(
        participant=first, kind="started_again", day=MAY, days_before=30, asked_at=PRICED
    )
    PersonAnswer.objects.create(question=asked, text="Came back", **answered)
    PersonQuestion.objects.create(
        participant=second, kind="paid_elsewhere", outcome="job", day=MAY, asked_at=PRICED
    )  # fmt: skip
    NotAnOutcome.objects.create(participant=second, outcome="job", day=MAY, reason="not_ours", **answered)
    ColumnName.objects.create(
        programme=programme, agent=agent, kind="outcomes", heading="ref", column="participant", named_by=by,
        named_at=PRICED,
    )  # fmt: skip
    StandingChoice.objects.create(programme=programme, agent=agent, consent="all", chosen_by=by, chosen_at=PRICED)
    extract = RegisterExtract.objects.create(
        programme=programme, name="Employers", source="Tax office", covers_from=MAY, covers_until=MAY,
        filename="x.csv", digest="d" * 64, size=9, rows_count=2, matched=1, uploaded_by=found.place.commissioner,
        uploaded_at=PRICED,
    )  # fmt: skip
    told: dict[str, Any] = {"extract": extract, "outcome": "job", "event_date": MAY}
    RegisterRow.objects.create(
        row_number=2, agent=agent, reference="P2", person="k" * 64, participant=second, match="matched",
        until_date=MAY, **told,
    )  # fmt: skip
    RegisterRow.objects.create(row_number=3, reference="P7", match="unknown", **told)
    return found


def test_what_is_exported_loads_to_the_same_and_the_file_stays(scheme: Scheme) -> None:
    other = make_scheme()
    other.start("P1")
    other.start("P2")
    schema = json.loads((settings.BASE_DIR / "docs" / "pack.schema.json").read_text())
    for name, load, export in SECTIONS:
        text = json.dumps(export(scheme.programme))
        for who in ("for_agent", "commissioner"):
            text = text.replace(f'"{getattr(scheme.place, who).email}"', f'"{getattr(other.place, who).email}"')
        assert "k" * 64 not in text
        section: Any = json.loads(text)
        jsonschema.validate(section, {**schema["properties"][name], "$defs": schema["$defs"]})
        for _ in range(2):
            load(programme=other.programme, section=section, by=builders.system(), at=AT)
        assert json.loads(json.dumps(export(other.programme))) == section
    [brought] = Submission.objects.filter(programme=other.programme)
    assert Question.objects.open().filter(submission=brought).count() == 1
    assert [row.row_number for row in brought.rejected_rows.all()] == [3]
    assert Claim.objects.get(programme=other.programme).submission == brought
    with pytest.raises(Refused, match="stayed where the programme came from"):
        submissions.take_again(submission=brought, by=other.place.for_agent, at=AT, queue=False)
