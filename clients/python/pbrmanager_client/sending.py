"""What an agent sends, as methods: participants and outcomes in files, and single claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal

from pbrmanager_client import models
from pbrmanager_client.calls import Calls, address_of, given_of, shaped

Kind = Literal["participants", "outcomes", "changes"]
Consent = Literal["good", "all"]
CONTENT = {
    ".csv": "text/csv",
    ".ndjson": "application/x-ndjson",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Sending(Calls):
    """The operations on participants, files and claims."""

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
        where = address_of("sendFile", {"slug": programme})
        with path.open("rb") as file:
            answer = self._connection.post_file(where, given_of(wanted), file, content, key=key)
        return shaped(models.Submission, answer)

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

    def errors(
        self, programme: str, submission: int, *, code: str = "", q: str = "", from_row: int | None = None
    ) -> Iterator[models.RejectedRow]:
        """The rows that were not taken, in the order of the file: with one kind of error, with `q` in a cell, or from
        a row on."""
        wanted = {"code": code, "q": q, "from_row": from_row}
        return self._list("listRejectedRows", models.RejectedRow, wanted, slug=programme, id=submission)

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
