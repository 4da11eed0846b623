"""What the Expert Body can decide: kind of subject → its resolutions, and the action that carries each of them out.

`find` is a dotted path to a function (programme, subject_id) → the record, with `__str__` as its title and
`get_absolute_url()`; `titles` is one to a function (programme, subject_ids) → titles by id, for lists; `waiting` is one
to a function (programme) → the records that wait for a decision. A resolution's `carry_out` is one to an action, called
as f(subject=record, by=user, at=now, rationale=text) in the decision's own transaction. One that `stands` is in force
until its matter is over or a later decision supersedes it; the others have done their work when they are carried out.
One that `changes_nothing` contradicts no decision in force. In a programme pack a record is named by what stays the
same wherever it is loaded: `name` is a dotted path to a function record → that name as a mapping, `named` one to a
function (programme, name) → the record, or None.
`expertbody` loads the table through settings.DECIDABLES.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Resolution:
    code: str
    label: str
    carry_out: str
    stands: bool = False
    changes_nothing: bool = False


@dataclasses.dataclass(frozen=True)
class Decidable:
    kind: str
    label: str
    find: str
    waiting: str
    name: str
    named: str
    titles: str
    resolutions: tuple[Resolution, ...]


def _proposal(kind: str, label: str, waiting: str, yes: Resolution, no: str) -> Decidable:
    """Something proposed to the body about a stage or itself, which it does or leaves."""
    return Decidable(
        kind,
        label,
        "expertbody.selectors.proposals.proposal",
        f"expertbody.selectors.proposals.{waiting}",
        "expertbody.selectors.proposals.proposal_name",
        "expertbody.selectors.proposals.proposal_named",
        "expertbody.selectors.proposals.proposal_titles",
        (yes, Resolution("decline", no, "expertbody.actions.proposals.decline", changes_nothing=True)),
    )


DECIDABLES: tuple[Decidable, ...] = (
    Decidable(
        "gate",
        "Gate of a stage",
        "stages.selectors.decidable.gate",
        "stages.selectors.decidable.gates_waiting",
        "stages.selectors.decidable.gate_name",
        "stages.selectors.decidable.gate_named",
        "stages.selectors.decidable.gate_titles",
        (
            Resolution("pass", "Pass the gate and close the stage", "stages.actions.visits.close_decided"),
            Resolution("send_back", "Send back with reasons", "stages.actions.visits.send_back"),
        ),
    ),
    Decidable(
        "contract_version",
        "Contract version",
        "contracts.selectors.decidable.version",
        "contracts.selectors.decidable.waiting",
        "contracts.selectors.decidable.version_name",
        "contracts.selectors.decidable.version_named",
        "contracts.selectors.decidable.version_titles",
        (
            Resolution("agree", "Agree the version", "contracts.actions.versions.agree_for_expert_body", stands=True),
            Resolution("send_back", "Send back to drafting", "contracts.actions.versions.send_back"),
        ),
    ),
    Decidable(
        "finding",
        "Finding",
        "stages.selectors.decidable.finding",
        "stages.selectors.decidable.findings_waiting",
        "stages.selectors.decidable.finding_name",
        "stages.selectors.decidable.finding_named",
        "stages.selectors.decidable.finding_titles",
        (
            Resolution("accept", "Accept the finding", "stages.actions.findings.accept", stands=True),
            Resolution("dismiss", "Dismiss it, with the reason", "stages.actions.findings.dismiss", stands=True),
            Resolution(
                "reopen",
                "Accept it and reopen the stages it questions",
                "stages.actions.findings.accept_and_reopen",
                stands=True,
            ),
        ),
    ),
    _proposal(
        "reopen_stage",
        "Reopening of a stage",
        "reopenings_waiting",
        Resolution("reopen", "Reopen the stage", "expertbody.actions.proposals.reopen"),
        "Leave it closed",
    ),
    _proposal(
        "pause_stage",
        "Pause of a stage",
        "pauses_waiting",
        Resolution("pause", "Pause the stage", "expertbody.actions.proposals.pause", stands=True),
        "Let it go on",
    ),
    _proposal(
        "resume_stage",
        "End of a pause",
        "resumptions_waiting",
        Resolution("resume", "Resume the stage", "expertbody.actions.proposals.resume"),
        "Leave it paused",
    ),
    _proposal(
        "end_seat",
        "End of a term",
        "ends_waiting",
        Resolution("end", "End the term today", "expertbody.actions.proposals.end_seat"),
        "Leave the term as it is",
    ),
    _proposal(
        "appoint_chair",
        "Choice of the chair",
        "chairs_waiting",
        Resolution("appoint", "Appoint the member as the chair", "expertbody.actions.proposals.appoint", stands=True),
        "Appoint nobody now",
    ),
    Decidable(
        "programme_review",
        "Review",
        "expertbody.selectors.proposals.review",
        "expertbody.selectors.proposals.reviews_waiting",
        "expertbody.selectors.proposals.review_name",
        "expertbody.selectors.proposals.review_named",
        "expertbody.selectors.proposals.review_titles",
        (
            Resolution("continue", "Continue as it is", "expertbody.actions.reviews.carry_on"),
            Resolution("amend", "Amend it: raise a finding on stage 4", "expertbody.actions.reviews.amend"),
            Resolution("stop", "Stop it: pause delivery", "expertbody.actions.reviews.stop", stands=True),
        ),
    ),
)
