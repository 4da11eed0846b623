"""What the contract still lacks for the gate of stage 4."""

import datetime

from contracts.domain import characteristics
from contracts.models import ContractVersion
from contracts.selectors import agreements, terms, versions
from stages.models import Programme


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


def characteristics_shortfalls(programme: Programme, as_of: datetime.date) -> list[str]:
    """Every outcome of the version being made, or else of the last agreed one, meets the six characteristics."""
    version = _concerned(programme)
    if version is None:
        return ["No outcomes are defined yet. Draft a contract version and define what it pays for."]
    found, _ = terms.draft(version)
    if not found.outcomes:
        return [f"Version {version.number} of the contract defines no outcome. Define at least one."]
    return [
        f"{outcome.name} – {one.name.lower()}: {sentence}"
        for outcome in found.outcomes
        for one in characteristics.judge(outcome, found.segments)
        for sentence in one.missing
    ]


def _concerned(programme: Programme) -> ContractVersion | None:
    pending = versions.not_yet_agreed(programme)
    return pending or programme.contract_versions.agreed().order_by("-number").first()


def progress(programme: Programme) -> tuple[str, str]:
    """How far the contract has come, in words and with a colour, for the task list of stage 4."""
    pending = versions.not_yet_agreed(programme)
    if pending is not None:
        return (f"Version {pending.number} is {'a draft' if pending.is_draft else 'proposed'}", "blue")
    agreed = programme.contract_versions.agreed().count()
    return ("Completed", "") if agreed else ("Not started", "grey")
