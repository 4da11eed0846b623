"""Lists and records of the interface for other systems with 2,000,000 claims, and pages of them, beside the same with
20,000.

Both programmes stand in one database, alike in everything but the number of people, their claims, and the files and
rejected rows that those come with; they are priced and judged, and 1 in 100 claims is withdrawn after a sample was
drawn, as large as the confidence of its plan asks for. Each address is asked in turns, as the pages are: 40 times, or
160 where it seems too slow (see `bench.dashboards`). What counts is the 95th percentile; the number of queries may not
differ. Set BENCH_FULL=1 for 2,000,000 claims; without it there are 200,000.
"""

import base64
from collections.abc import Iterator
from typing import Any

from bench.dashboards import COMMISSIONER, EACH, MOST, PEOPLE, TIMES, Page, browser, grow, in_turns, settle
from bench.measure import Measurement

AGENT = "agent"
RECORDS = 30
FILES = 200
REJECTED = 2_000
WITHDRAWN = """
    INSERT INTO outcomes_claimstate (claim_id, state, reason, changed_by_id, changed_at)
    SELECT id, 'withdrawn', 'Sent by mistake.', %(by)s, %(at)s
      FROM outcomes_claim WHERE programme_id = %(programme)s AND id %% 100 = 0"""
QUESTIONS = """
    INSERT INTO outcomes_question
        (submission_id, claim_id, participant_id, row_number, code, sentence, asked_at)
    SELECT %(submission)s, id, participant_id, id, 'late', 'It came late.', %(at)s
      FROM outcomes_claim WHERE programme_id = %(programme)s AND agent_id = %(north)s AND id %% 50 = 1"""
FILES_SENT = """
    INSERT INTO outcomes_submission
        (programme_id, agent_id, kind, filename, path, digest, size, submitted_by_id, submitted_at, consent, dry_run,
         status, attempts, rows_read, received, takeable, accepted, duplicates, rejected, questions, columns,
         unknown_columns, reading, causes, failure, finished_at)
    SELECT programme_id, agent_id, kind, 'file-' || n || '.csv', path, digest, size, submitted_by_id,
           submitted_at - n * INTERVAL '1 minute', consent, dry_run, status, attempts, rows_read, received, takeable,
           accepted, duplicates, rejected, questions, columns, unknown_columns, reading, causes, failure, finished_at
      FROM outcomes_submission, generate_series(1, %(files)s) AS n WHERE id = %(submission)s"""
ROWS = """
    INSERT INTO outcomes_rejectedrow (submission_id, row_number, cells)
    SELECT %(submission)s, 1000 + n, '["X-1", "never"]' FROM generate_series(1, %(rejected)s) AS n"""
ERRORS = """
    INSERT INTO outcomes_rowerror (submission_id, row_number, field, code, value, reason, cure)
    SELECT %(submission)s, 1000 + n, 'started_on', CASE WHEN n %% 10 = 0 THEN 'in_future' ELSE 'not_a_date' END,
           'never', 'This is no date.', 'Write the date.'
      FROM generate_series(1, %(rejected)s) AS n"""


class World:
    """A programme, how many claims it has, and who asks about it."""

    def __init__(self, people: int, times: int) -> None:
        from django.db import connection

        from tests.monitoring import scenes
        from tests.pbrmanager import grown

        self.scene = grown.scene(RECORDS, most=EACH)
        grow(self.scene, 1, people)
        self.grown = grown.Grown(self.scene, RECORDS)
        self.slug = self.scene.programme.slug
        given: dict[str, Any] = {
            "programme": self.scene.programme.pk, "by": self.scene.for_north.pk, "at": scenes.NOW,
            "submission": self.grown.submission.pk, "files": FILES * times, "rejected": REJECTED * times,
            "north": self.scene.north.pk,
        }  # fmt: skip
        with connection.cursor() as cursor:
            for statement in (WITHDRAWN, QUESTIONS, FILES_SENT, ROWS, ERRORS):
                cursor.execute(statement, given)
            cursor.execute("ANALYZE")
            cursor.execute("SELECT count(*) FROM outcomes_claim WHERE programme_id = %s", [given["programme"]])
            self.claims = int(cursor.fetchone()[0])
        self.clients = {who: browser(person) for who, person in self.grown.people.items()}

    def pages(self, who: str) -> Iterator[Page]:
        """Every list; parts of the long ones, and pages deep within them; and records that a client follows."""
        from tests.pbrmanager.grown import LISTS, NOT_FOR_AGENTS

        for name in LISTS:
            if who == COMMISSIONER or name not in NOT_FOR_AGENTS:
                yield Page(name.removesuffix("_list").replace("_", " ") + " list", self.grown.address(name))
        yield from self._parts()
        yield from self._records()
        yield from self._pages()

    def _parts(self) -> Iterator[Page]:
        claims, people = self.grown.address("claim_list"), self.grown.address("participant_list")
        files, rejected = self.grown.address("submission_list"), self.grown.address("submission_errors")
        day = _sealed("2025-05-15.0")
        row = _sealed(str(1000 + REJECTED // 2))
        yield Page("claims, a page deep within", f"{claims}?cursor={day}")
        yield Page("claims, 200 of them", f"{claims}?page_size=200")
        yield Page("claims of an agent", f"{claims}?agent={self.scene.north.code}&outcome=job")
        yield Page("claims of a participant", f"{claims}?reference=B77")
        yield Page("claims that are withdrawn", f"{claims}?state=withdrawn")
        yield Page("claims that are accepted", f"{claims}?state=accepted")
        yield Page("claims with questions", f"{claims}?open_questions=true")
        yield Page("claims of two days", f"{claims}?achieved_from=2025-05-15&achieved_until=2025-05-16")
        yield Page("claims of an outcome that nobody claims", f"{claims}?outcome=other")
        yield Page("participants, a page deep within", f"{people}?cursor={day}")
        yield Page("participants of a segment", f"{people}?segment=young&agent={self.scene.north.code}")
        yield Page("participants by reference", f"{people}?reference=B77")
        yield Page("files by name", f"{files}?q=file-1")
        yield Page("a file by its whole name", f"{files}?q=file-17.csv")
        yield Page("files that failed", f"{files}?status=failed")
        yield Page("rejected rows, a page deep within", f"{rejected}?cursor={row}")
        yield Page("rejected rows of a kind", f"{rejected}?code=in_future")

    def _records(self) -> Iterator[Page]:
        from django.urls import reverse

        from payments.models import LedgerEntry, Statement

        entry = LedgerEntry.objects.filter(statement__agent=self.scene.north, claim__isnull=False)
        priced = entry.filter(programme=self.scene.programme).select_related("claim").earliest("pk")
        statement = Statement.objects.get(
            programme=self.scene.programme, agent=self.scene.north, period__code="2025-q1"
        )
        of_claim = {"pk": priced.claim_id}
        records: dict[str, dict[str, Any]] = {
            "programme_detail": {}, "stage_detail": {"stage": 6}, "claim_detail": of_claim,
            "claim_explanation": of_claim, "evidence_list": of_claim,
            "participant_detail": {"pk": priced.participant_id}, "start_explanation": {"pk": priced.participant_id},
            "submission_detail": {"pk": self.grown.submission.pk}, "version_detail": {"number": 1},
            "plan_detail": {"number": self.grown.plan.number},
            "check_detail": {"pk": self.grown.plan.items.earliest("pk").pk},
            "statement_detail": {"pk": statement.pk}, "target_detail": {"code": "rate-3"},
            "verdict_detail": {"code": "question-3"}, "finding_detail": {"number": 101},
        }  # fmt: skip
        for name, given in records.items():
            words = name.replace("_detail", "").replace("_", " ")
            yield Page(f"a record: {words}", reverse(f"api:{name}", kwargs={"slug": self.slug, **given}))

    def _pages(self) -> Iterator[Page]:
        """Pages of a programme that has records of every kind, as the one of `bench.dashboards` has not."""
        from django.urls import reverse

        for name in (
            "dashboards:programme_detail", "delivery:participant_list", "delivery:key_worker_list",
            "outcomes:claim_list", "outcomes:plan_list", "payments:statement_list", "stages:finding_list",
        ):  # fmt: skip
            words = name.partition(":")[2].replace("_", " ")
            yield Page(f"a page: {words}", reverse(name, args=[self.slug]))


def _sealed(cursor: str) -> str:
    return base64.urlsafe_b64encode(cursor.encode()).decode().rstrip("=")


def run() -> list[Measurement]:
    from django.conf import settings

    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    few, many = World(PEOPLE, 1), World(PEOPLE * TIMES, TIMES)
    settle()
    found = []
    for who in (COMMISSIONER, AGENT):
        for at_few, at_many in zip(few.pages(who), many.pages(who), strict=True):
            looks = [(few.clients[who], at_few), (many.clients[who], at_many)]
            found.append(_measured(f"{at_many.name}, {who}", few.claims, many.claims, in_turns(looks)))
    return found


def _measured(name: str, few_claims: int, many_claims: int, looked: list[Any]) -> Measurement:
    few, many = looked
    queries = f"{few.queries}" if few.queries == many.queries else f"{few.queries} AND {many.queries}"
    print(f"    {name}: {few.seconds * 1000:.0f} and {many.seconds * 1000:.0f} ms, {queries} queries", flush=True)
    work, beside = f"interface: {name} ({queries} queries)", f"the same with {few_claims:,} claims"
    return Measurement(work, many_claims, many.seconds, beside, few.seconds, "at_most", MOST)
