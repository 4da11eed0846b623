"""Which lines of the audit trail speak of a stage's records: stage → beginnings of the names of acts.

Two visits of a stage are compared by what was done to its records in between. `stages` loads the table through
settings.STAGE_RECORDS. Visits, gates and findings are told by the history of the stage itself.
"""

SELECTION = ("stages.selection.", "stages.candidate.", "stages.diligence.", "stages.assumption.")
MONITORING = (
    "monitoring.run",
    "monitoring.answer",
    "monitoring.verdict.",
    "monitoring.gaming.",
    "monitoring.intervention.",
    "monitoring.publish",
    "monitoring.take_off",
)
STAGE_RECORDS: dict[int, tuple[str, ...]] = {
    1: (
        "stages.purpose.",
        "stages.stakeholder.",
        "stages.practice.",
        "stages.horizon.",
        "stages.challenge.",
        "stages.baseline.",
        "stages.datasource.",
        "stages.appraisal.",
        "knowledge.",
        "contracts.need.",
        "monitoring.comparator.",
    ),
    2: SELECTION,
    3: (*SELECTION, "stages.goals.", "stages.risk.", "stages.consortium.", "expertbody.seat."),
    4: ("contracts.", "expertbody.decision."),
    5: ("delivery.",),
    6: ("outcomes.", "payments.", *MONITORING),
    7: ("stages.finding.", "stages.action."),
}
