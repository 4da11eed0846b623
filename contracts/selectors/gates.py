"""What the contract still lacks for the gates of stages 2 and 4."""

import datetime

from contracts.domain import gate
from contracts.selectors import agreements, lint_exceptions, linting, terms, versions
from stages.models import Programme

NONE_YET = "There is no contract yet. Draft a version and define what it pays for."


def contract_shortfalls(programme: Programme, as_of: datetime.date) -> list[str]:
    """A version is agreed by principal, agent and Expert Body, it has not ended, and no other is left half done."""
    pending = versions.not_yet_agreed(programme)
    if pending is not None and pending.is_draft:
        return [f"Version {pending.number} of the contract is a draft. Propose it to the parties, or discard it."]
    if pending is not None:
        return [
            f"{one.label} has not agreed version {pending.number} of the contract. Ask for their agreement."
            for one in agreements.awaited(pending)
        ]
    last = programme.contract_versions.agreed().order_by("-number").first()
    if last is None:
        return ["There is no contract yet. Draft a version and have principal, agent and Expert Body agree it."]
    if last.effective_to is not None and last.effective_to < as_of:
        return [f"Version {last.number} ended on {last.effective_to:%d/%m/%Y}. Draft a new version of the contract."]
    return []


def shortfalls(programme: Programme, as_of: datetime.date) -> dict[str, list[str]]:
    """By code of the criterion: what the version being made, or else the last agreed one, still lacks for the gate."""
    version = linting.concerned(programme)
    if version is None:
        return {code: [NONE_YET] for code in gate.CODES}
    found, _ = terms.draft(version)
    answered = {code: one.said for code, one in lint_exceptions.standing(programme).items()}
    return gate.shortfalls(found, linting.circumstances(version, found), answered)


def funded(programme: Programme, as_of: datetime.date) -> list[str]:
    """For the gate of stage 2: once there is a contract, the committed funds reach what it may cost at most."""
    version = linting.concerned(programme)
    if version is None:
        return []
    found, _ = terms.draft(version)
    return gate.liability_covered(found, linting.circumstances(version, found))


def lacking(programme: Programme, as_of: datetime.date) -> list[str]:
    """Everything that the version still lacks for the gate, each sentence once."""
    return list(dict.fromkeys(sentence for said in shortfalls(programme, as_of).values() for sentence in said))


def worst_case(programme: Programme) -> str:
    """The worst-case liability of that version beside the committed funds, in a sentence."""
    version = linting.concerned(programme)
    if version is None:
        return ""
    found, _ = terms.draft(version)
    return gate.worst_case(found, linting.circumstances(version, found))


def progress(programme: Programme) -> tuple[str, str]:
    """How far the contract has come, in words and with a colour, for the task list of stage 4."""
    pending = versions.not_yet_agreed(programme)
    if pending is not None:
        return (f"Version {pending.number} is {'a draft' if pending.is_draft else 'proposed'}", "blue")
    agreed = programme.contract_versions.agreed().count()
    return ("Completed", "") if agreed else ("Not started", "grey")
