"""Links that the apps above `stages` add to the task list of a stage, in the order in which they are shown.

`url_name` is reversed with the programme's slug. `permission` is empty when every member may see the page; otherwise it
is "app:action code", looked up in that app's permissions (`can(user, code, programme)`). `progress`, if given, is a
dotted path to a function from a programme to (status words, tag colour); an empty colour shows plain text, as for
"Completed".
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class StageTask:
    stage: int
    label: str
    url_name: str
    hint: str = ""
    permission: str = ""
    progress: str = ""


STAGE_TASKS: tuple[StageTask, ...] = (
    StageTask(
        1,
        "Voices of people who use the service",
        "expertbody:voice_list",
        "What they said, without names, and what changed because of it",
        progress="expertbody.selectors.voices.progress",
    ),
    StageTask(
        1,
        "Needs behind the outcomes",
        "contracts:need_list",
        "Which stakeholder needs each outcome that the contract pays for",
        progress="contracts.selectors.needs.progress",
    ),
    StageTask(
        1,
        "Comparators",
        "monitoring:comparator_list",
        "Who tried something like this before, what they paid, and what came of it",
        permission="monitoring:comparator.view",
        progress="monitoring.selectors.comparators.progress",
    ),
    StageTask(
        3,
        "Seat the Expert Body",
        "expertbody:composition",
        "Commissioner, principal, agent, service users and academics",
        progress="expertbody.selectors.seats.progress",
    ),
    StageTask(
        4,
        "Decisions of the Expert Body",
        "expertbody:decision_list",
        "What waits for it, and what it decided",
    ),
    StageTask(
        4,
        "Contract",
        "contracts:contract",
        "Outcomes, prices, targets and caps, agreed by principal, agent and Expert Body",
        progress="contracts.selectors.gates.progress",
    ),
    StageTask(
        4,
        "Outcomes of comparators",
        "monitoring:comparator_list",
        "What schemes elsewhere paid for, as the beginning of a draft",
        permission="monitoring:comparator.view",
    ),
    StageTask(
        4,
        "What so many people can show",
        "monitoring:planning",
        "How many people a difference needs, and what a small number can and cannot tell",
    ),
    StageTask(
        4,
        "Simulations",
        "payments:simulation_list",
        "What the contract may cost and pay, and what gaming it would bring",
    ),
    StageTask(
        4,
        "Agreement tests",
        "contracts:agreement_test_list",
        "Whether two people who apply a definition to the same cases come to the same answers",
        progress="contracts.selectors.agreement_tests.progress",
    ),
    StageTask(
        5,
        "Key workers and caseloads",
        "delivery:key_worker_list",
        "Who stays with each participant, and how many each has",
        permission="delivery:delivery.view",
    ),
    StageTask(
        5,
        "Training and mentoring",
        "delivery:training_list",
        "How much of the workforce, with partners', has been trained",
        permission="delivery:delivery.view",
    ),
    StageTask(
        5,
        "Delivery plan",
        "delivery:plan",
        "Milestones that carry no money, and the mix of starts against the plan",
        permission="delivery:delivery.view",
    ),
    StageTask(
        5,
        "Secondments",
        "delivery:secondment_list",
        "Staff whom other organisations lend",
        permission="delivery:delivery.view",
    ),
    StageTask(
        5,
        "Partners",
        "delivery:partner_list",
        "Who delivers under a subcontract, and whether risk is passed down to them",
        permission="delivery:delivery.view",
    ),
    StageTask(
        5,
        "Activity",
        "delivery:activity_list",
        "What was done with each participant",
        permission="delivery:activity.view",
    ),
    StageTask(
        5,
        "Contact by segment",
        "delivery:contact",
        "Whether some participants get far less time than others",
        permission="delivery:delivery.view",
    ),
    StageTask(5, "Participants", "delivery:participant_list", "Who has started", permission="delivery:rows.view"),
    StageTask(6, "Files from agents", "outcomes:submission_list", permission="outcomes:rows.view"),
    StageTask(6, "Claims", "outcomes:claim_list", "Outcomes accepted from agents", permission="outcomes:rows.view"),
    StageTask(
        6,
        "Unclaimed outcomes",
        "outcomes:unclaimed_list",
        "Outcomes that look earned and that nobody has claimed",
        permission="outcomes:rows.view",
    ),
    StageTask(
        6,
        "Register extracts",
        "outcomes:register_list",
        "What registers outside the programme say happened to its participants",
        permission="outcomes:register.view",
    ),
    StageTask(
        6,
        "Measured figures",
        "outcomes:measurement_list",
        "Ratios, medians and costs that rules pay by, confirmed by somebody else",
    ),
    StageTask(
        6,
        "Periods",
        "outcomes:period_list",
        "From when to when rows are taken, and which periods are closed",
    ),
    StageTask(
        6,
        "Verification",
        "outcomes:plan_list",
        "Claims checked by sample: how many are wrong, how sure that is, and what it costs",
        permission="outcomes:verification.view",
    ),
    StageTask(6, "Statements", "payments:statement_list", "What is owed to each agent for each period"),
    StageTask(
        6,
        "Cash forecast",
        "payments:cash_forecast",
        "What is likely to be paid in the months to come",
        permission="payments:forecast.view",
    ),
    StageTask(
        6,
        "Findings dashboard",
        "dashboards:findings_dashboard",
        "Which targets are off track, how sure that is, and the stage it questions",
        progress="monitoring.selectors.pages.progress",
    ),
    StageTask(
        6,
        "Verdicts",
        "monitoring:verdict_list",
        "Whether the programme made a difference, by what was registered in advance",
    ),
    StageTask(6, "Monitor", "monitoring:monitor_run_list", "The nightly comparison of actual with target"),
    StageTask(
        6,
        "Questions about figures",
        "monitoring:gaming_list",
        "Patterns that may be gaming, asked of the agent before anybody judges",
        permission="monitoring:gaming.view",
    ),
    StageTask(7, "Flags", "monitoring:flag_list", "What was off track when it was judged, period by period"),
)
