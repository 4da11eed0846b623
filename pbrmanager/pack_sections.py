"""The sections of a programme pack that the apps above `stages` load: section → loader and exporter, in order.

A loader is called as load(programme=…, section=…, by=…, at=…) inside one transaction for the whole pack and raises
`stages.actions.packs.PackError(path, problem, cure)` or any `Refused`; an exporter as export(programme) → the section
(JSON-ready, money as strings), or None when there is nothing. The programme itself, its organisations, people, stage
records, visits and findings are loaded by `stages.actions.packs`, which loads each section just before the first
closing of the stage `while_open`, so that the section finds the stage open. Those that speak of the whole history are
loaded after it.
"""

import dataclasses

AFTER_THE_HISTORY = 8


@dataclasses.dataclass(frozen=True)
class PackSection:
    name: str
    load: str
    export: str
    while_open: int


PACK_SECTIONS: tuple[PackSection, ...] = (
    PackSection(
        "comparators",
        "monitoring.actions.pack_comparators.load",
        "monitoring.actions.pack_comparators.export",
        1,
    ),
    PackSection("expert_body", "expertbody.actions.pack.load", "expertbody.actions.pack.export", 3),
    PackSection("contract", "contracts.actions.pack.load", "contracts.actions.pack.export", 4),
    PackSection("participants", "delivery.actions.pack.load", "delivery.actions.pack.export", 5),
    PackSection("delivery", "delivery.actions.pack_delivery.load", "delivery.actions.pack_delivery_export.export", 5),
    PackSection("participant_events", "outcomes.actions.pack_events.load", "outcomes.actions.pack_events.export", 5),
    PackSection(
        "arrangements", "outcomes.actions.pack_arrangements.load", "outcomes.actions.pack_arrangements.export", 5
    ),
    PackSection("submissions", "outcomes.actions.pack_submissions.load", "outcomes.actions.pack_submissions.export", 6),
    PackSection("claims", "outcomes.actions.pack.load", "outcomes.actions.pack.export", 6),
    PackSection(
        "measurements", "outcomes.actions.pack_measurements.load", "outcomes.actions.pack_measurements.export", 6
    ),
    PackSection(
        "periods",
        "outcomes.actions.pack_periods.load",
        "outcomes.actions.pack_periods.export",
        AFTER_THE_HISTORY,
    ),
    PackSection(
        "verification",
        "outcomes.actions.pack_verification.load",
        "outcomes.actions.pack_verification_export.export",
        AFTER_THE_HISTORY,
    ),
    PackSection(
        "evidence",
        "outcomes.actions.pack_evidence.load",
        "outcomes.actions.pack_evidence.export",
        AFTER_THE_HISTORY,
    ),
    PackSection(
        "withdrawals",
        "outcomes.actions.pack_withdrawals.load",
        "outcomes.actions.pack_withdrawals.export",
        AFTER_THE_HISTORY,
    ),
    PackSection(
        "questions",
        "outcomes.actions.pack_questions.load",
        "outcomes.actions.pack_questions.export",
        AFTER_THE_HISTORY,
    ),
    PackSection(
        "registers",
        "outcomes.actions.pack_registers.load",
        "outcomes.actions.pack_registers.export",
        AFTER_THE_HISTORY,
    ),
    PackSection(
        "recoveries",
        "payments.actions.pack_recoveries.load",
        "payments.actions.pack_recoveries.export",
        AFTER_THE_HISTORY,
    ),
    PackSection(
        "ledger", "payments.actions.pack_ledger.load", "payments.actions.pack_ledger.export", AFTER_THE_HISTORY
    ),
    PackSection(
        "statements",
        "payments.actions.pack_statements.load",
        "payments.actions.pack_statements.export",
        AFTER_THE_HISTORY,
    ),
    PackSection(
        "payments",
        "payments.actions.pack_payments.load",
        "payments.actions.pack_payments_export.export",
        AFTER_THE_HISTORY,
    ),
    PackSection(
        "body_record",
        "expertbody.actions.pack_record.load",
        "expertbody.actions.pack_record.export",
        AFTER_THE_HISTORY,
    ),
    PackSection(
        "interventions",
        "monitoring.actions.pack_interventions.load",
        "monitoring.actions.pack_interventions.export",
        AFTER_THE_HISTORY,
    ),
    PackSection(
        "voices", "expertbody.actions.pack_voices.load", "expertbody.actions.pack_voices.export", AFTER_THE_HISTORY
    ),
    PackSection(
        "disclosure",
        "delivery.actions.pack_disclosure.load",
        "delivery.actions.pack_disclosure.export",
        AFTER_THE_HISTORY,
    ),
    PackSection(
        "verdicts",
        "monitoring.actions.pack_verdicts.load",
        "monitoring.actions.pack_verdicts.export",
        AFTER_THE_HISTORY,
    ),
    PackSection(
        "gaming_questions",
        "monitoring.actions.pack_gaming.load",
        "monitoring.actions.pack_gaming.export",
        AFTER_THE_HISTORY,
    ),
    PackSection(
        "report_plans",
        "dashboards.actions.pack_report_plans.load",
        "dashboards.actions.pack_report_plans.export",
        AFTER_THE_HISTORY,
    ),
)
