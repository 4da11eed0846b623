"""The codes with which the interface for other systems tells what is wrong, as its documentation lists them."""

import dataclasses
import re

from outcomes.domain import problems as rows


@dataclasses.dataclass(frozen=True)
class Problem:
    """A code with the status of its answer, and what to do. `type` of an answer leads to its `slug`."""

    code: str
    status: int
    said: str

    @property
    def slug(self) -> str:
        return self.code.replace("_", "-")


@dataclasses.dataclass(frozen=True)
class OfRow:
    """A code of a row, the same in files of errors and in `errors`."""

    code: str
    reason: str
    cure: str


SAYS = "The detail says why and what to do."
PROBLEMS = (
    Problem("not_valid", 400, "Something that was sent is not in shape. “errors” names each wrong field."),
    Problem("parse_error", 400, "The body is not JSON."),
    Problem("cut_off", 400, "Only a part of the body arrived, and nothing was done. Send it again, with the same key."),
    Problem("idempotency_key_needed", 400, "A POST came without the header Idempotency-Key. Send a new key each time."),
    Problem("cursor_not_valid", 400, "The cursor is none of ours. Follow the address in “next”."),
    Problem("not_authenticated", 401, "There was no token, and nobody is signed in."),
    Problem("token_not_valid", 401, "The token does not exist, has ended or was revoked. Make another one."),
    Problem("forbidden", 403, "The caller's roles do not allow it. Ask the programme's commissioner for the role."),
    Problem("scope_missing", 403, "The token was made without the scope that the operation needs. Make another one."),
    Problem("roles_ended", 403, "It was carried out when the caller had a role that has been taken away since."),
    Problem("person_needed", 403, "A person must do this, who is signed in."),
    Problem(
        "second_factor_needed",
        403,
        "A person may do this with a second factor. Set it up under “Your account”.",
    ),
    Problem("not_found", 404, "There is no such thing, or the caller may not know of it."),
    Problem("method_not_allowed", 405, "The address does not take the method. The header Allow says which it takes."),
    Problem("not_acceptable", 406, "There is no such representation. Ask for application/json."),
    Problem(
        "stage_closed", 409, "The records of the stage can be changed only while it is open. Ask for it to be reopened."
    ),
    Problem("stage_paused", 409, "The stage is paused, and nothing of it can be changed until it goes on."),
    Problem("already_open", 409, "The stage is open already."),
    Problem("not_yet", 409, "A stage before it has never been closed. Close that one first."),
    Problem("decided_by_the_body", 409, "The Expert Body decides on this gate, on its page."),
    Problem("gate_not_met", 409, "The stage cannot be closed: the detail says which criteria do not hold."),
    Problem("finding_closed", 409, "The finding is closed, and nothing more can be written to it."),
    Problem("submission_refused", 409, f"The file cannot be dealt with in this way as it stands. {SAYS}"),
    Problem("file_refused", 409, f"The file cannot be taken: it is empty, or not what its name says. {SAYS}"),
    Problem("claim_refused", 409, f"The claim cannot be changed in this way. {SAYS}"),
    Problem("already_withdrawn", 409, "The claim was withdrawn before."),
    Problem("evidence_refused", 409, f"The file of evidence cannot be taken or given. {SAYS}"),
    Problem("check_refused", 409, f"The drawn claim cannot be dealt with in this way as it stands. {SAYS}"),
    Problem("statement_refused", 409, f"The statement cannot take this step as it stands. {SAYS}"),
    Problem("bank_account_refused", 409, f"The bank details cannot be entered or decided about. {SAYS}"),
    Problem("run_refused", 409, f"The payment run cannot take this step as it stands. {SAYS}"),
    Problem("response_refused", 409, f"What the bank said cannot be read, or is about another run. {SAYS}"),
    Problem("comparator_refused", 409, f"The comparator cannot be taken or removed. {SAYS}"),
    Problem("export_refused", 409, f"There is no such file to be made. {SAYS}"),
    Problem("too_many_exports", 409, "Several files that you asked for are not ready yet. Fetch them first."),
    Problem("export_not_ready", 409, "The file is not there: not yet, or no more. Follow the export, or ask again."),
    Problem("export_outdated", 409, "The file shows what the caller may not see now. Ask for another one."),
    Problem("sandbox_stands", 409, "There is a sandbox already. Use it, or ask for one afresh in its place."),
    Problem("sandbox_refused", 409, f"A sandbox cannot be made, or not used for this. {SAYS}"),
    Problem("same_key_at_work", 409, "A request with the same Idempotency-Key is at work. Ask again in a moment."),
    Problem("refused", 409, f"It is not possible as things stand. {SAYS}"),
    Problem("changed", 412, "It has changed since you read it. Read it again, then decide."),
    Problem("too_large", 413, "The body is too large. Rows are sent as a file: see the submissions."),
    Problem("unsupported_media_type", 415, "The body is of a kind that the operation does not take."),
    Problem(
        "key_used_before", 422, "The Idempotency-Key came with another request before. Take a new key for each request."
    ),
    Problem("agent_needed", 422, "You act for several agents: name the one for which you send."),
    Problem("line_unknown", 422, "The statement has no such line. Read it again for its lines."),
    Problem("other_digest", 422, "The file that arrived has another SHA-256 than was said. Send it again."),
    Problem("row_refused", 422, "The row cannot be taken. “errors” has what is wrong, as the file of errors would."),
    Problem("pack_refused", 422, "The pack was not loaded, and nothing was written. “errors” has each place."),
    Problem("pack_error", 422, "The pack was not loaded, and nothing was written. “errors” has the place."),
    Problem(
        "comparators_refused",
        422,
        "Something is wrong with the file about schemes elsewhere. “errors” has each place. Nothing was taken.",
    ),
    Problem("throttled", 429, "Too many requests in this minute. Wait as long as Retry-After says."),
)


def of_rows() -> list[OfRow]:
    """What can be wrong with a row, with dots for what the check finds."""
    return [OfRow(one.code, _dotted(one.reason), _dotted(one.cure)) for one in rows.PROBLEMS]


def _dotted(words: str) -> str:
    return re.sub(r"\{\w+\}", "…", words).replace("….", "…")
