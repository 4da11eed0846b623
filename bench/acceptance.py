"""Acceptance of a file of outcomes, beside a plain COPY of the same rows and beside django-import-export; and of the
same rows as lines of JSON, beside CSV.

The file has 200,000 rows in no order, of which 1 in 100 is bad; every second participant has a claim in history. The
reference is a COPY of the very claims that were accepted, in the order of the file, into the same table with the same
indexes and the same history. `python -m bench.acceptance_memory` accepts a file of 1 GB instead.
"""

import csv
import io
import json
import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.measure import Measurement, stopwatch

ROWS = 200_000
PARTICIPANTS = 100_000
RIVAL_ROWS = 20_000
BAD_DATES = ("31/02/2025", "01/01/2024")
START = date(2025, 1, 6)
SENT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
HEADER = ("participant", "outcome", "achieved_on", "sequence", "value", "evidence_kind", "evidence_ref")
COLUMNS = (
    "programme_id, agent_id, participant_id, outcome, event_date, sequence, value, evidence_kind, evidence_ref, "
    "version_id, submission_id, row_number, received_at"
)


def run() -> list[Measurement]:
    """Accept the file, then do the same rows in the two other ways."""
    from tests.outcomes import scheme as schemes

    scheme = schemes.scheme()
    participants(scheme)
    _history(scheme)
    lines = lines_of_the_file()
    ours = _accept(scheme, lines)
    copied = _copy()
    _as_before()
    as_lines = _send(scheme, as_json_lines(lines), "outcomes.ndjson")
    rival = _rival(lines)
    work, lined = "accept outcome rows from a CSV file", "accept outcome rows from lines of JSON"
    return [
        Measurement(work, ROWS, ours, "COPY of the accepted rows into the same table", copied, "at_least", 0.25),
        Measurement(work, ROWS, ours, f"django-import-export, from {RIVAL_ROWS:,} rows", rival, "at_least", 15),
        Measurement(lined, ROWS, as_lines, "the same rows as CSV", ours, "at_least", 0.8),
    ]


def participants(scheme: Any, count: int = PARTICIPANTS) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO delivery_participant (programme_id, agent_id, reference, started_on, segment, attributes,
                                                 version_id, received_at)
               SELECT %s, %s, 'P-' || lpad(n::text, 7, '0'), %s::date + n %% 90, 'group-1', '{"group": "1"}', %s, %s
                 FROM generate_series(0, %s - 1) n""",
            [scheme.programme.pk, scheme.agent.pk, START, scheme.version.pk, SENT, count],
        )
        cursor.execute("ANALYZE delivery_participant")


def _history(scheme: Any) -> None:
    """A claim of every second participant from earlier files."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO outcomes_claim (programme_id, agent_id, participant_id, outcome, event_date, sequence,
                                           evidence_kind, evidence_ref, version_id, received_at)
               SELECT programme_id, agent_id, id, 'sustained_job', started_on + 120, 1, '', '', version_id, received_at
                 FROM delivery_participant WHERE id %% 2 = 0 AND programme_id = %s""",
            [scheme.programme.pk],
        )
        cursor.execute("ANALYZE outcomes_claim")


def lines_of_the_file() -> list[tuple[str, ...]]:
    """The rows of the file: two or so for each participant, in a random order."""
    chance = random.Random(2026)
    lines: list[tuple[str, ...]] = []
    for number in range(ROWS):
        place = number % PARTICIPANTS
        day = START + timedelta(days=place % 90 + chance.randrange(30, 110))
        outcome = "qualification" if number < PARTICIPANTS else "sustained_job"
        sequence = "1" if number < PARTICIPANTS else "2"
        shown = day.strftime("%d/%m/%Y") if number % 3 else day.isoformat()
        if number % 100 == 7:
            shown = BAD_DATES[number % 200 == 7]
        value = f"{chance.randrange(1, 4000) / 100:.2f}"
        lines.append((f"P-{place:07}", outcome, shown, sequence, value, "payslip", f"EV-{number:08}"))
    chance.shuffle(lines)
    return lines


def as_csv(lines: list[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    writer.writerows(lines)
    return out.getvalue().encode()


def as_json_lines(lines: list[tuple[str, ...]]) -> bytes:
    """Every value as a text, as the cells of a CSV are."""
    return "".join(f"{json.dumps(dict(zip(HEADER, line, strict=True)))}\n" for line in lines).encode()


def _accept(scheme: Any, lines: list[tuple[str, ...]]) -> float:
    """The time of a worker that has loaded the addresses of pages before, as each does once."""
    from django.urls import reverse

    reverse("outcomes:submission_list", args=[scheme.programme.slug])
    return _send(scheme, as_csv(lines), "outcomes.csv")


def _send(scheme: Any, data: bytes, name: str) -> float:
    with stopwatch() as seconds:
        done = scheme.send(data, name=name, at=SENT)
    assert (done.received, done.rejected) == (ROWS, ROWS // 100), (done.failure, done.received, done.rejected)
    return seconds()


def _copy() -> float:
    """COPY the claims that were accepted into the table as it stood before."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("SET pbr.allow_truncate = on")
        cursor.execute("CREATE TEMP TABLE earlier AS SELECT * FROM outcomes_claim WHERE submission_id IS NULL")
        rows = io.BytesIO()
        select = f"SELECT {COLUMNS} FROM outcomes_claim WHERE submission_id IS NOT NULL ORDER BY row_number"
        with cursor.copy(f"COPY ({select}) TO STDOUT") as out:
            for block in out:
                rows.write(block)
        _as_before()
        with (
            stopwatch() as seconds,
            transaction.atomic(),
            cursor.copy(f"COPY outcomes_claim ({COLUMNS}) FROM STDIN") as copy,
        ):
            copy.write(rows.getvalue())
    return seconds()


def _as_before() -> None:
    """Leave the table of claims as it stood before any was accepted."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE outcomes_claim CASCADE")
        cursor.execute(f"INSERT INTO outcomes_claim ({COLUMNS}) SELECT {COLUMNS} FROM earlier")
        cursor.execute("ANALYZE outcomes_claim")


def _rival(lines: list[tuple[str, ...]]) -> float:
    """The rival's time for all rows, from two smaller numbers: what it does once, such as filling its cache of foreign
    keys, counts once."""
    few, more = RIVAL_ROWS // 10, RIVAL_ROWS
    first, second = _import_export(lines[:few]), _import_export(lines[:more])
    return first + (second - first) / (more - few) * (ROWS - few)


def _import_export(lines: list[tuple[str, ...]]) -> float:
    """The rival with the fastest settings that it documents: bulk, no differences, foreign keys from a cache.

    It takes the participant and the contract version by their codes, as ours does. Rows that it could not take are
    left out, because one of them would make it take none.
    """
    import tablib
    from django.db import connection

    good = [line for line in lines if line[2] not in BAD_DATES]
    table = [(*line[:2], _uk(line[2]), *line[3:], "1") for line in good]
    data = tablib.Dataset(*table, headers=(*HEADER[:2], "event_date", *HEADER[3:], "version")).export("csv")
    resource = rival_resource()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE outcomes_claim CASCADE")
    with stopwatch() as seconds:
        result = resource.import_data(tablib.Dataset().load(data, format="csv"), raise_errors=True)
    assert result.totals["new"] == len(table)
    return seconds() * len(lines) / len(table)


def _uk(shown: str) -> str:
    return shown if "/" in shown else date.fromisoformat(shown).strftime("%d/%m/%Y")


def rival_resource() -> Any:
    """The importer as it is set up for claims, by codes of participants and numbers of versions."""

    from import_export import fields, resources
    from import_export.widgets import CachedForeignKeyWidget, DateWidget, DecimalWidget

    from contracts.models import ContractVersion
    from delivery.models import Participant
    from outcomes.models import Claim, Submission

    submission = Submission.objects.earliest("pk")

    class ClaimResource(resources.ModelResource):  # type: ignore[misc]
        participant = fields.Field("participant", "participant", CachedForeignKeyWidget(Participant, "reference"))
        version = fields.Field("version", "version", CachedForeignKeyWidget(ContractVersion, "number"))
        event_date = fields.Field("event_date", "event_date", DateWidget("%d/%m/%Y"))
        value = fields.Field("value", "value", DecimalWidget())

        class Meta:
            model = Claim
            fields = (*HEADER[:2], "event_date", *HEADER[3:], "version")
            import_id_fields = ("participant", "outcome", "event_date", "sequence")
            use_bulk, batch_size = True, 1000
            skip_diff = skip_html_diff = force_init_instance = use_transactions = True

        def after_init_instance(self, instance: Claim, new: bool, row: Any, **kwargs: Any) -> None:
            instance.programme_id, instance.agent_id = submission.programme_id, submission.agent_id
            instance.submission_id, instance.received_at = submission.pk, SENT

    return ClaimResource()
