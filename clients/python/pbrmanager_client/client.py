"""PbR Manager to other systems: what a token may do, as methods.

Programmes are named by their slug, everything else by the number that answers give. Lists are read page by page as
they are gone through. What changes something is carried out once, however often the request has to be sent.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import parse_qsl, quote, urlsplit

import httpx

from pbrmanager_client import decoding, models, problems
from pbrmanager_client.connection import Connection, Patience
from pbrmanager_client.operations import OPERATIONS

Shape = TypeVar("Shape")
Kind = Literal["participants", "outcomes"]
Consent = Literal["good", "all"]
CONTENT = {
    ".csv": "text/csv",
    ".ndjson": "application/x-ndjson",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST = 200


class Client:
    """Speaks to the PbR Manager at `address` (https://…) with a token of an organisation.

    Every method raises `problems.Problem` for an error that the interface tells, and `problems.Unreachable` where no
    answer came. Close it when done, or use it in a `with`.
    """

    def __init__(
        self,
        address: str,
        token: str,
        *,
        patience: Patience | None = None,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._sleep = sleep
        self._connection = Connection(address, token, patience=patience or Patience(), transport=transport, sleep=sleep)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    # Programmes and their stages

    def programmes(self, *, q: str = "") -> Iterator[models.Programme]:
        """The programmes that the token may see; `q` is part of a name."""
        return self._list("listProgrammes", models.Programme, {"q": q})

    def programme(self, slug: str) -> models.Programme:
        return self._read("readProgramme", models.Programme, slug=slug)

    def stages(self, programme: str) -> Iterator[models.Stage]:
        return self._list("listStages", models.Stage, slug=programme)

    def stage(self, programme: str, number: int) -> models.StageDetail:
        """A stage with its criteria and visits."""
        return self._read("readStage", models.StageDetail, slug=programme, stage=number)

    def ask_gate(
        self, programme: str, stage: int, *, note: str, as_read: bool = False, key: str = ""
    ) -> models.StageDetail:
        """Ask the Expert Body to decide the gate of a stage."""
        return self._write(
            "askGateStage", models.StageDetail, models.GateRequestSent(note=note), key, "readStage" if as_read else "",
            slug=programme, stage=stage,
        )  # fmt: skip

    def contract_versions(self, programme: str) -> Iterator[models.Version]:
        return self._list("listContractVersions", models.Version, slug=programme)

    def contract_version(self, programme: str, number: int) -> models.VersionDetail:
        """A version of the contract with its terms."""
        return self._read("readContractVersion", models.VersionDetail, slug=programme, number=number)

    # Findings

    def findings(
        self, programme: str, *, q: str = "", stage: int | None = None, state: str = ""
    ) -> Iterator[models.Finding]:
        return self._list("listFindings", models.Finding, {"q": q, "stage": stage, "state": state}, slug=programme)

    def finding(self, programme: str, number: int) -> models.FindingDetail:
        return self._read("readFinding", models.FindingDetail, slug=programme, number=number)

    def raise_finding(self, programme: str, finding: models.FindingSent, *, key: str = "") -> models.FindingDetail:
        return self._write("raiseFinding", models.FindingDetail, finding, key, slug=programme)

    def reply_to_finding(
        self, programme: str, number: int, *, text: str, as_read: bool = False, key: str = ""
    ) -> models.FindingDetail:
        return self._write(
            "replyFinding", models.FindingDetail, models.ReplySent(text=text), key, "readFinding" if as_read else "",
            slug=programme, number=number,
        )  # fmt: skip

    # Participants and files

    def participants(
        self,
        programme: str,
        *,
        reference: str = "",
        agent: str = "",
        segment: str = "",
        started_from: date | None = None,
        started_until: date | None = None,
    ) -> Iterator[models.Participant]:
        """The latest start first; `reference` is how theirs begins."""
        wanted = {
            "reference": reference, "agent": agent, "segment": segment, "started_from": started_from,
            "started_until": started_until,
        }  # fmt: skip
        return self._list("listParticipants", models.Participant, wanted, slug=programme)

    def participant(self, programme: str, number: int) -> models.Participant:
        return self._read("readParticipant", models.Participant, slug=programme, id=number)

    def submissions(
        self, programme: str, *, q: str = "", kind: str = "", status: str = ""
    ) -> Iterator[models.Submission]:
        """The files that were sent, the latest first; `q` is part of the name of the file."""
        wanted = {"q": q, "kind": kind, "status": status}
        return self._list("listSubmissions", models.Submission, wanted, slug=programme)

    def submission(self, programme: str, number: int) -> models.Submission:
        return self._read("followSubmission", models.Submission, slug=programme, id=number)

    def send_file(
        self,
        programme: str,
        path: Path,
        *,
        kind: Kind,
        agent: str = "",
        filename: str = "",
        consent: Consent | None = None,
        dry_run: bool = False,
        key: str = "",
    ) -> models.Submission:
        """Send a file from the disk as it is read, whatever its size: CSV, lines of JSON or a workbook, by its ending.

        The answer is the submission that has begun: `wait` for what becomes of it.
        """
        content = CONTENT.get(path.suffix.lower())
        if content is None:
            raise ValueError(f"{path.name} is none of {', '.join(CONTENT)}.")
        wanted = {
            "kind": kind, "agent": agent, "filename": filename or path.name, "consent": consent,
            "dry_run": dry_run or None,
        }  # fmt: skip
        where = _address("sendFile", {"slug": programme})
        with path.open("rb") as file:
            answer = self._connection.post_file(where, _given(wanted), file, content, key=key)
        return _shaped(models.Submission, answer)

    def wait(
        self,
        programme: str,
        number: int,
        *,
        progress: Callable[[models.Submission], None] | None = None,
        every: float = 2.0,
        longest: float | None = None,
    ) -> models.Submission:
        """The submission once the work on it has ended. `progress` is told each time how far it has come.

        Asks every `every` seconds; raises `TimeoutError` after `longest` seconds of waiting, where that is given.
        """
        waited = 0.0
        while True:
            found = self.submission(programme, number)
            if progress:
                progress(found)
            if found.finished:
                return found
            if longest is not None and waited >= longest:
                raise TimeoutError(f"Submission {number} is not finished after {longest:.0f} seconds.")
            self._sleep(every)
            waited += every

    def errors(self, programme: str, submission: int, *, code: str = "") -> Iterator[models.RejectedRow]:
        """The rows of a file that were not taken, each with all that is wrong with it."""
        return self._list("listRejectedRows", models.RejectedRow, {"code": code}, slug=programme, id=submission)

    def take(
        self, programme: str, submission: int, *, consent: Consent | None = None, key: str = ""
    ) -> models.Submission:
        """Take a file that was only checked, or of which no row was taken."""
        sent = models.TakeSent(consent=consent)
        return self._write("takeSubmissionAfterAll", models.Submission, sent, key, slug=programme, id=submission)

    def cancel(self, programme: str, submission: int, *, as_read: bool = False, key: str = "") -> models.Submission:
        """Stop the work on a file."""
        return self._write(
            "cancelSubmission", models.Submission, None, key, "followSubmission" if as_read else "",
            slug=programme, id=submission,
        )  # fmt: skip

    # Claims

    def claims(
        self,
        programme: str,
        *,
        reference: str = "",
        agent: str = "",
        outcome: str = "",
        state: str = "",
        open_questions: bool | None = None,
        achieved_from: date | None = None,
        achieved_until: date | None = None,
    ) -> Iterator[models.Claim]:
        """The latest day first; `reference` is how the participant's begins."""
        wanted = {
            "reference": reference, "agent": agent, "outcome": outcome, "state": state,
            "open_questions": open_questions, "achieved_from": achieved_from, "achieved_until": achieved_until,
        }  # fmt: skip
        return self._list("listClaims", models.Claim, wanted, slug=programme)

    def claim(self, programme: str, number: int) -> models.Claim:
        return self._read("readClaim", models.Claim, slug=programme, id=number)

    def make_claim(self, programme: str, claim: models.ClaimSent, *, key: str = "") -> models.Claim:
        """One claim, checked at once as a row of a file is."""
        return self._write("makeClaim", models.Claim, claim, key, slug=programme)

    def amend_claim(
        self, programme: str, number: int, amendment: models.AmendmentSent, *, as_read: bool = False, key: str = ""
    ) -> models.Claim:
        """Put another claim in the place of one. What is not given stays."""
        return self._write(
            "amendClaim", models.Claim, amendment, key, "readClaim" if as_read else "", slug=programme, id=number
        )

    def withdraw_claim(
        self, programme: str, number: int, *, reason: str, as_read: bool = False, key: str = ""
    ) -> models.Claim:
        """Take a claim back. It stays on record."""
        sent = models.WithdrawalSent(reason=reason)
        return self._write(
            "withdrawClaim", models.Claim, sent, key, "readClaim" if as_read else "", slug=programme, id=number
        )

    # Verification

    def plans(self, programme: str) -> Iterator[models.Plan]:
        """The verification plans, the latest first."""
        return self._list("listVerificationPlans", models.Plan, slug=programme)

    def plan(self, programme: str, number: int) -> models.Plan:
        return self._read("readVerificationPlan", models.Plan, slug=programme, number=number)

    def checks(
        self, programme: str, plan: int, *, q: str = "", state: str = "", stratum: str = ""
    ) -> Iterator[models.Check]:
        """The claims drawn for a plan."""
        wanted = {"q": q, "state": state, "stratum": stratum}
        return self._list("listDrawnClaims", models.Check, wanted, slug=programme, number=plan)

    def check(self, programme: str, number: int) -> models.CheckDetail:
        """A drawn claim with what was asked, answered and decided."""
        return self._read("readDrawnClaim", models.CheckDetail, slug=programme, id=number)

    def answer_evidence(
        self, programme: str, check: int, request: int, *, text: str, reference: str = "", key: str = ""
    ) -> models.CheckDetail:
        """Answer what the verifier asked about a drawn claim."""
        sent = models.EvidenceAnswerSent(text=text, reference=reference)
        return self._write(
            "answerRequestEvidence", models.CheckDetail, sent, key, slug=programme, id=check, asked=request
        )

    # Statements, explanations and targets

    def statements(
        self, programme: str, *, agent: str = "", period: str = "", state: str = ""
    ) -> Iterator[models.Statement]:
        """The latest opened first."""
        wanted = {"agent": agent, "period": period, "state": state}
        return self._list("listStatements", models.Statement, wanted, slug=programme)

    def statement(self, programme: str, number: int) -> models.StatementDetail:
        """A statement with its lines, payers, queries and what happened to it."""
        return self._read("readStatement", models.StatementDetail, slug=programme, id=number)

    def ask_about_statement(
        self, programme: str, number: int, *, text: str, line: str = "", as_read: bool = False, key: str = ""
    ) -> models.StatementDetail:
        """Ask about a statement, or about a line of it by its code."""
        sent = models.QuerySent(text=text, line=line or None)
        return self._write(
            "askAboutStatement", models.StatementDetail, sent, key, "readStatement" if as_read else "",
            slug=programme, id=number,
        )  # fmt: skip

    def answer_query(
        self, programme: str, statement: int, query: int, *, text: str, key: str = ""
    ) -> models.StatementDetail:
        sent = models.QueryAnswerSent(text=text)
        return self._write("answerQuery", models.StatementDetail, sent, key, slug=programme, id=statement, query=query)

    def explain_claim(self, programme: str, claim: int) -> models.Explanation:
        """Every step from a claim to the pound."""
        return self._read("explainClaim", models.Explanation, slug=programme, id=claim)

    def explain_start(self, programme: str, participant: int) -> models.Explanation:
        """What the start of a participant earns, step by step."""
        return self._read("explainStart", models.Explanation, slug=programme, id=participant)

    def targets(self, programme: str) -> Iterator[models.Target]:
        return self._list("listTargets", models.Target, slug=programme)

    def target(self, programme: str, code: str) -> models.Target:
        """A target with its readings."""
        return self._read("readTarget", models.Target, slug=programme, code=code)

    def flags(self, programme: str, *, kind: str = "", severity: str = "", text: str = "") -> Iterator[models.Flag]:
        wanted = {"kind": kind, "severity": severity, "text": text}
        return self._list("listFlags", models.Flag, wanted, slug=programme)

    # How it is done

    def _read(self, operation: str, shape: type[Shape], **parts: Any) -> Shape:
        return _shaped(shape, self._connection.get(_address(operation, parts), {}))

    def _list(
        self, operation: str, shape: type[Shape], wanted: dict[str, Any] | None = None, **parts: Any
    ) -> Iterator[Shape]:
        """Every row, page by page. Of the address of the next page only its parameters are followed, so that the token
        goes nowhere else."""
        where = _address(operation, parts)
        given = _given(wanted or {}) | {"page_size": MOST}
        while True:
            page = self._connection.get(where, given)
            try:
                rows, following = page["results"], page["next"]
            except (KeyError, TypeError) as error:
                raise problems.NotUnderstood(f"{where} did not answer with a list.") from error
            yield from (_shaped(shape, row) for row in rows)
            if not following:
                return
            given = dict(parse_qsl(urlsplit(following).query))

    def _write(self, operation: str, shape: type[Shape], sent: Any, key: str, as_read: str = "", **parts: Any) -> Shape:
        """Carry it out. `as_read` is the operation that reads what is changed, if it is to be as it was last read."""
        tag = self._connection.tag_of(_address(as_read, parts)) if as_read else ""
        body = decoding.body(sent) if sent is not None else {}
        return _shaped(shape, self._connection.post(_address(operation, parts), body, key=key, if_tag=tag))


def _address(operation: str, parts: dict[str, Any]) -> str:
    """The address of an operation with its parts filled in."""
    _method, path = OPERATIONS[operation]
    return path.format(**{name: quote(str(value), safe="") for name, value in parts.items()})


def _given(wanted: dict[str, Any]) -> dict[str, Any]:
    """The parameters that are given."""
    return {name: decoding.plain(value) for name, value in wanted.items() if value is not None and value != ""}


def _shaped(shape: type[Shape], answer: Any) -> Shape:
    try:
        return decoding.read(shape, answer)
    except decoding.Unreadable as error:
        raise problems.NotUnderstood(str(error)) from error
