"""What the Expert Body can decide: kind of subject → its resolutions, and the action that carries each of them out.

`find` is a dotted path to a function (programme, subject_id) → the record, with `__str__` as its title and
`get_absolute_url()`; `waiting` is one to a function (programme) → the records that wait for a decision. A resolution's
`carry_out` is one to an action, called as f(subject=record, by=user, at=now, rationale=text) in the decision's own
transaction.
`expertbody` loads the table through settings.DECIDABLES.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Resolution:
    code: str
    label: str
    carry_out: str


@dataclasses.dataclass(frozen=True)
class Decidable:
    kind: str
    label: str
    find: str
    waiting: str
    resolutions: tuple[Resolution, ...]


DECIDABLES: tuple[Decidable, ...] = (
    Decidable(
        "gate",
        "Gate of a stage",
        "stages.selectors.decidable.gate",
        "stages.selectors.decidable.gates_waiting",
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
        (
            Resolution("agree", "Agree the version", "contracts.actions.versions.agree_for_expert_body"),
            Resolution("send_back", "Send back to drafting", "contracts.actions.versions.send_back"),
        ),
    ),
    Decidable(
        "finding",
        "Finding",
        "stages.selectors.decidable.finding",
        "stages.selectors.decidable.findings_waiting",
        (
            Resolution("accept", "Accept the finding", "stages.actions.findings.accept"),
            Resolution("dismiss", "Dismiss it, with the reason", "stages.actions.findings.dismiss"),
            Resolution(
                "reopen", "Accept it and reopen the stages it questions", "stages.actions.findings.accept_and_reopen"
            ),
        ),
    ),
)
