"""An agent's system at work: files, claims and statements over HTTP, lines that fail, and errors as exceptions."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import httpx
import pytest
from django.utils.timezone import now

from outcomes.actions import submissions
from outcomes.models import Claim, Submission
from pbrmanager_client import Client, Patience, command, models, problems, reports
from stages.actions import exports
from tests import builders, interface
from tests.clients.conftest import Line
from tests.outcomes import papers
from tests.outcomes.scheme import Scheme
from tests.payments.scheme import MAY
from tests.payments.scheme import scheme as priced_scheme

pytestmark = pytest.mark.django_db(transaction=True)
Connect = Callable[..., Client]


@pytest.mark.usefixtures("at_leisure")
def test_a_file_is_sent_and_followed_to_its_errors(scheme: Scheme, connect: Connect, participants: Path) -> None:
    line = Line()
    client, slug = connect(scheme.user, line), scheme.programme.slug
    begun = client.send_file(slug, participants, kind="participants")
    assert (begun.finished, begun.filename, begun.size) == (False, "participants.csv", participants.stat().st_size)
    told: list[str] = []

    def progress(found: models.Submission) -> None:
        told.append(found.status)
        if len(told) == 3:
            submissions.process(submission_id=found.id, at=builders.later(days=0), wait=True)

    ended = client.wait(slug, begun.id, progress=progress)
    assert told == ["queued", "queued", "queued", "partly"]
    assert line.statuses[-3:-1] == [304, 304]
    assert (ended.received, ended.accepted, ended.rejected) == (2, 1, 1)
    [row] = client.errors(slug, ended.id)
    assert (row.row_number, row.cells["participant"], row.errors[0].field) == (3, "P2", "started_on")
    assert [one.reference for one in client.participants(slug)] == ["P1"]


def test_an_answer_that_is_lost_doubles_nothing(scheme: Scheme, connect: Connect, participants: Path) -> None:
    """The server took the file each time; the line broke before it could say so."""
    line = Line(lost=2)
    pauses: list[float] = []
    client = connect(scheme.user, line, pauses.append)
    sent = client.send_file(scheme.programme.slug, participants, kind="participants")
    assert line.statuses == [202, 202, 202]
    assert len({request.headers["Idempotency-Key"] for request in line.requests}) == 1
    assert len(pauses) == 2
    assert Submission.objects.get().pk == sent.id


def test_what_cannot_be_reached_says_so_and_gives_the_key(scheme: Scheme, connect: Connect) -> None:
    scheme.participant("P1")
    client, slug = connect(scheme.user, Line(lost=5)), scheme.programme.slug
    claim = models.ClaimSent(participant="P1", outcome="job_outcome", achieved_on=date(2025, 3, 1))
    with pytest.raises(problems.Unreachable) as raised:
        client.make_claim(slug, claim)
    made = client.make_claim(slug, claim, key=raised.value.key)
    assert Claim.objects.get().pk == made.id


def test_errors_of_the_interface_are_exceptions_with_their_codes(scheme: Scheme, connect: Connect) -> None:
    line = Line()
    client, slug = connect(scheme.user, line), scheme.programme.slug
    with pytest.raises(problems.NotValid) as raised:
        client.make_claim(slug, models.ClaimSent(participant="P9", outcome="job_outcome", achieved_on=date(2025, 3, 1)))
    assert (raised.value.status, raised.value.code) == (422, "row_refused")
    assert raised.value.errors[0].code == "unknown_participant"
    assert len(line.requests) == 1
    with pytest.raises(problems.NotFound):
        client.programme("elsewhere")
    with pytest.raises(problems.NotFound):
        client.target(slug, "../../../healthz")


def test_a_file_that_is_none_is_told_apart(scheme: Scheme, connect: Connect, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(b"\x00\x01")
    with pytest.raises(problems.FileNotTaken):
        connect(scheme.user).send_file(scheme.programme.slug, tmp_path / "rows.csv", kind="outcomes")


def test_a_token_of_nobody_is_told(live_server: object, scheme: Scheme) -> None:
    address = str(live_server)
    with Client(address, "pbr_nobody", transport=Line()) as client, pytest.raises(problems.NotSignedIn):
        list(client.programmes())


def test_a_claim_is_amended_only_as_it_was_read(scheme: Scheme, connect: Connect) -> None:
    scheme.participant("P1")
    client, other, slug = connect(scheme.user), connect(scheme.user), scheme.programme.slug
    sent = models.ClaimSent(participant="P1", outcome="job_outcome", achieved_on=date(2025, 3, 1))
    made = client.make_claim(slug, sent)
    with pytest.raises(LookupError):
        client.withdraw_claim(slug, made.id, reason="Wrong.", as_read=True)
    assert client.claim(slug, made.id) == made
    amended = other.amend_claim(slug, made.id, models.AmendmentSent(reason="Later.", achieved_on=date(2025, 3, 2)))
    assert (amended.achieved_on, amended.amends) == (date(2025, 3, 2), made.id)
    with pytest.raises(problems.Changed):
        client.withdraw_claim(slug, made.id, reason="Wrong.", as_read=True)


def test_lists_are_read_to_their_end(scheme: Scheme, connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pbrmanager_client.calls.MOST", 2)
    for number in range(5):
        scheme.participant(f"P{number}")
    line = Line()
    found = connect(scheme.user, line).participants(scheme.programme.slug, reference="P")
    assert sorted(one.reference for one in found) == [f"P{number}" for number in range(5)]
    assert len(line.requests) == 3


def test_too_many_requests_wait_as_long_as_the_server_asks(scheme: Scheme, connect: Connect, settings: object) -> None:
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        settings.API_REQUESTS_PER_MINUTE = 600  # type: ignore[attr-defined]

    client = connect(scheme.user, Line(), sleep)
    settings.API_REQUESTS_PER_MINUTE = 0  # type: ignore[attr-defined]
    assert [one.slug for one in client.programmes()] == [scheme.programme.slug]
    assert len(pauses) == 1
    assert 1 <= pauses[0] <= 60


@pytest.mark.parametrize(("status", "times"), [(502, 5), (503, 5), (504, 5), (500, 1), (409, 1), (302, 1)])
def test_only_what_cannot_have_been_carried_out_otherwise_is_sent_again(status: int, times: int) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers["Idempotency-Key"])
        return httpx.Response(status, headers={"Location": "https://elsewhere.test/"}, request=request)

    client = Client("https://pbr.test", "t", transport=httpx.MockTransport(answer), sleep=lambda seconds: None)
    with pytest.raises(problems.Trouble):
        client.cancel("one", 1)
    assert len(asked) == times
    assert len(set(asked)) == 1


def test_a_file_of_any_size_is_sent_in_small_pieces_with_its_length(tmp_path: Path) -> None:
    """And from its beginning when it has to be sent again."""
    file = tmp_path / "large.csv"
    file.write_bytes(b"x" * 3_000_000)
    pieces: list[list[int]] = []

    class Counting(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            assert request.headers["Content-Length"] == "3000000"
            assert isinstance(request.stream, httpx.SyncByteStream)
            pieces.append([len(piece) for piece in request.stream])
            return httpx.Response(503, request=request)

    client = Client("https://pbr.test", "t", transport=Counting(), sleep=lambda seconds: None)
    with pytest.raises(problems.Unreachable):
        client.send_file("one", file, kind="outcomes")
    assert [sum(sent) for sent in pieces] == [3_000_000] * 5
    assert max(pieces[0]) <= 100_000


def test_a_pause_that_is_too_long_is_not_waited_for() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(503, headers={"Retry-After": "3600"}))
    client = Client("https://pbr.test", "t", transport=transport, patience=Patience(longest_pause=10))
    with pytest.raises(problems.Unreachable):
        client.programme("one")


def test_a_token_is_not_sent_where_others_could_read_it() -> None:
    with pytest.raises(ValueError, match="https"):
        Client("http://pbr.test", "t")


def test_a_statement_is_read_with_the_explanation_of_a_claim(connect: Connect) -> None:
    scheme = priced_scheme()
    for number in range(6):
        scheme.claim(scheme.start(f"P{number}"), MAY)
    scheme.price()
    scheme.propose("2026-q2")
    client, slug = connect(scheme.place.for_agent), scheme.programme.slug
    [listed] = [one for one in client.statements(slug) if one.period.code == "2026-q2"]
    statement = client.statement(slug, listed.id)
    assert (statement.state, f"{statement.total}") == ("proposed", "6900.00")
    claim = next(client.claims(slug, reference="P0"))
    explained = client.explain_claim(slug, claim.id)
    assert (explained.claim, explained.total) == (claim.id, "1150.00")
    assert explained.rules[0].entries[0]["steps"]
    start = client.explain_start(slug, claim.participant_id)
    assert (start.claim, start.participant) == (None, "P0")
    asked = client.ask_about_statement(slug, listed.id, text="Which cap was it?", as_read=True)
    assert (asked.state, asked.queries[0].asked.text) == ("queried", "Which cap was it?")


def test_what_else_there_is_to_read_is_read(scheme: Scheme, connect: Connect) -> None:
    client, slug = connect(scheme.user), scheme.programme.slug
    assert [one.slug for one in client.programmes(q=client.programme(slug).name)] == [slug]
    assert [one.number for one in client.stages(slug)] == [1, 2, 3, 4, 5, 6, 7]
    assert client.stage(slug, 5).status == "open"
    assert client.contract_version(slug, 1).terms
    assert [one.number for one in client.contract_versions(slug)] == [1]
    for target in client.targets(slug):
        assert client.target(slug, target.code) == target
    assert not [*client.findings(slug), *client.flags(slug), *client.plans(slug)]


def test_the_command_sends_a_file_and_prints_what_is_wrong(
    scheme: Scheme,
    live_server: object,
    participants: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    arguments = [
        "send", str(participants), "--address", str(live_server), "--programme", scheme.programme.slug,
        "--kind", "participants", "--every", "0",
    ]  # fmt: skip
    assert command.main(arguments) == command.NOT_POSSIBLE
    monkeypatch.setenv("PBRMANAGER_TOKEN", interface.token(scheme.user)[1])
    assert command.main(arguments) == command.NOT_ALL_TAKEN
    told = capsys.readouterr()
    assert "1 accepted" in told.err
    assert told.out.splitlines()[0] == "row_number,field,code,reason,what_to_do,row_as_sent"
    assert told.out.splitlines()[1].startswith("3,started_on,")

    participants.write_text("participant,colour\nP1,red\n")
    assert command.main(arguments) == command.NOT_ALL_TAKEN
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith(',,failed,"The header lacks the columns started_on, group.')


@pytest.mark.fault("Cells that a spreadsheet would take for formulas")
def test_the_table_of_errors_cannot_be_taken_for_formulas() -> None:
    error = models.RowError(field="=f", code="unknown", reason="Not known.", what_to_do="")
    file = io.StringIO()
    reports.write(reports.lines([models.RejectedRow(row_number=1, cells={"=x": "=1+1"}, errors=(error,))]), file)
    assert file.getvalue().splitlines()[1] == "1,'=f,unknown,Not known.,,'=x==1+1"


def test_an_export_is_made_and_fetched_whole(scheme: Scheme, connect: Connect, tmp_path: Path) -> None:
    scheme.participant("P1")
    client, slug = connect(scheme.user), scheme.programme.slug
    client.make_claim(slug, models.ClaimSent(participant="P1", outcome="job_outcome", achieved_on=date(2025, 3, 1)))
    asked = client.ask_export(slug, "claims", "csv")
    exports.make(export_id=asked.id, at=now())
    place = client.fetch_export(slug, asked.id, tmp_path)
    assert [row["participant"] for row in csv.DictReader(place.open(encoding="utf-8-sig"))] == ["P1"]
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [place.name]
    assert [one.id for one in client.exports(slug)] == [asked.id]
    with pytest.raises(problems.NotFound):
        client.export(slug, asked.id + 1)


def test_evidence_is_attached_and_fetched_whole(scheme: Scheme, connect: Connect, tmp_path: Path) -> None:
    client, slug = connect(scheme.user), scheme.programme.slug
    scheme.participant("P-1")
    scheme.send("participant,outcome,achieved_on\nP-1,job_outcome,2025-03-03\n")
    claim, letter = Claim.objects.get().pk, tmp_path / "letter.pdf"
    letter.write_bytes(papers.PDF)
    made = client.attach_evidence(slug, claim, letter)
    assert [one.id for one in client.evidence(slug, claim)] == [made.id]
    assert client.fetch_evidence(slug, claim, made, tmp_path / "back.pdf").read_bytes() == papers.PDF
