"""The criteria of each gate, as a table: a code, the rule in the commissioner's words, and how it is known.

A criterion is either computed from facts (`check`: from the facts of its stage to the shortfalls, sentences that say
what is missing and what to do) or a named person's confirmation with evidence (`check` is None). Sources: Johnstone's
framework (2017); the NAO's expectations of outcome-based payment schemes (HC 86, 2015); Webster (2016).
"""

import dataclasses
from collections.abc import Callable

from stages.domain import facts

Check = Callable[[facts.Facts], list[str]]

MET, NOT_MET, NEEDS_CONFIRMATION = "met", "not_met", "needs_confirmation"
JOHNSTONE, NAO, WEBSTER = "Johnstone (2017)", "National Audit Office (2015)", "Webster (2016)"


@dataclasses.dataclass(frozen=True)
class Criterion:
    """`page` is the name of the page on which a shortfall is put right; empty for confirmations.

    `source` says on whose work it rests: its wording, and that it is asked at this gate, are ours.
    """

    stage: int
    code: str
    rule: str
    check: Check | None = None
    page: str = ""
    source: str = JOHNSTONE

    @property
    def is_confirmed_by_a_person(self) -> bool:
        return self.check is None


@dataclasses.dataclass(frozen=True)
class Result:
    """What a criterion says now. `evidence` is the confirming person's words; `confirmed_by` their name."""

    code: str
    rule: str
    state: str
    reason: str = ""
    evidence: str = ""
    confirmed_by: str = ""
    page: str = ""
    confirmable: bool = False
    source: str = ""

    @property
    def met(self) -> bool:
        return self.state == MET


Row = tuple[str, str, Check | None, str] | tuple[str, str, Check | None, str, str]


def _criteria(stage: int, *rows: Row) -> tuple[Criterion, ...]:
    """Rows of (code, rule, check, page), and the source where it is not Johnstone's framework."""
    return tuple(Criterion(stage, *row) for row in rows)


STAGE_1 = _criteria(
    1,
    ("purpose_written", "The programme has one stated purpose.", facts.purpose_written, "purpose"),
    ("why_pbr", "It is written down why Payment by Results is the right model.", facts.why_pbr, "purpose"),
    (
        "fit_assessed",
        "Whether Payment by Results fits has been assessed, question by question.",
        facts.fit_assessed,
        "fit",
        NAO,
    ),
    (
        "alternative_appraised",
        "At least one alternative to Payment by Results has been appraised.",
        facts.alternative_appraised,
        "appraisal_list",
    ),
    (
        "stakeholders_scored",
        "At least three stakeholders are scored, each with evidence.",
        facts.stakeholders_scored,
        "stakeholder_list",
    ),
    (
        "definitive_engaged",
        "Every definitive stakeholder has an engagement action and somebody who owns it.",
        facts.definitive_engaged,
        "engagement",
    ),
    (
        "dependent_known",
        "A stakeholder with legitimacy and urgency is known: usually the people who use the service.",
        facts.dependent_known,
        "stakeholder_list",
    ),
    (
        "survival_named",
        "Somebody on whom the programme's survival depends is named.",
        facts.survival_named,
        "stakeholder_list",
    ),
    (
        "practice_logged",
        "At least one example of good and one of bad practice is recorded, with its lesson.",
        facts.practice_logged,
        "practice_list",
    ),
    ("horizon_scanned", "The horizon has been scanned for what may change.", facts.horizon_scanned, "horizon_list"),
    (
        "data_lawful",
        "The data needed to measure the outcomes can lawfully be had.",
        facts.data_lawful,
        "data_source_list",
    ),
    (
        "overall_fit",
        "The whole cost, the benefits claimed and the risks of Payment by Results were weighed, and it fits.",
        None,
        "",
        NAO,
    ),
)


def _selection(stage: int, who: str) -> tuple[Criterion, ...]:
    return _criteria(
        stage,
        ("weights_sum", "The weights of the criteria sum to 100.", facts.weights_sum, "selection_criteria"),
        ("candidates_named", f"At least one candidate to be the {who} is named.", facts.candidates_named, "selection"),
        (
            "candidates_scored",
            "Every candidate is scored on every criterion, with reasons.",
            facts.candidates_scored,
            "selection",
        ),
        (
            "scores_moderated",
            "Where several assessors scored, they have agreed a moderated score, with the reason.",
            facts.scores_moderated,
            "selection",
        ),
        (
            "conflicts_declared",
            "Everybody who scores has declared whether they have an interest in each candidate.",
            facts.conflicts_declared,
            "conflict_declare",
        ),
        ("choice_made", f"The {who} is chosen, with a rationale.", facts.choice_made, "selection_decision"),
    )


STAGE_2 = (
    *_selection(2, "principal"),
    *_criteria(
        2,
        (
            "funds_committed",
            "The funds committed are stated, in pounds.",
            facts.funds_committed,
            "selection_decision",
        ),
        (
            "officer_named",
            "An accountable officer of the principal is named.",
            facts.officer_named,
            "selection_decision",
        ),
        (
            "roles_separated",
            "Commissioner and principal are two bodies, or it is disclosed that they are one.",
            facts.roles_separated,
            "selection_decision",
        ),
        (
            "authority_delegated",
            "It is written down who may sign for the principal, and who may stop the programme.",
            None,
            "",
        ),
    ),
)
STAGE_3 = (
    *_selection(3, "agent"),
    *_criteria(
        3,
        (
            "cash_stands_lag",
            "The agent's cash can stand the time between delivery and payment, in the pessimistic case too.",
            facts.cash_stands_lag,
            "selection",
        ),
        (
            "bids_in_range",
            "The figures on which the chosen bid rests lie inside the range of the evidence, or are explained.",
            facts.bids_in_range,
            "selection",
        ),
        (
            "risk_declared",
            "The agent has declared what risk it passes down to those who deliver for it.",
            facts.risk_declared,
            "goals",
            NAO,
        ),
        ("award_made", "The standstill is over and the choice is awarded.", facts.award_made, "selection_decision"),
        (
            "acts_for_principal",
            "Those for whom the agent has worked say that it serves the principal's interest, for hard cases too.",
            None,
            "",
        ),
    ),
)
STAGE_4 = _criteria(
    4,
    ("no_critical_finding", "No critical finding stands open.", facts.no_critical_finding, "finding_list"),
    ("shared_goals", "Principal, agent and Expert Body share one set of goals.", None, ""),
    ("shared_risk_attitude", "Each party has stated its attitude to risk, and they agree on one.", None, ""),
    ("shared_course", "The course of action is agreed by every party.", None, ""),
    (
        "achievable_outcomes",
        "Outcomes can be achieved: baseline data, modelling and tests of the assumptions show it.",
        None,
        "",
        NAO,
    ),
    (
        "effective_incentives",
        "The payments give effective incentives, for hard cases too; the remarks on prices were weighed.",
        None,
        "",
        NAO,
    ),
    ("rules_tried", "The payment rules were tried on past figures, and on figures without any effect.", None, ""),
)
STAGE_5 = _criteria(
    5,
    ("delivery_complete", "Referrals have ended and every participant's outcomes have been submitted.", None, ""),
)
STAGE_6 = _criteria(
    6,
    ("sample_checked", "A sample of results was checked, and what the checks found is settled.", None, ""),
    ("both_kinds_judged", "Quantitative and qualitative data were judged against the contract.", None, ""),
)
STAGE_7 = _criteria(
    7,
    ("red_answered", "Every red or critical finding has an action with an owner and a day, or was dismissed.",
     facts.red_answered, "finding_list"),
    ("findings_closed", "Every finding is closed.", facts.findings_closed, "finding_list"),
    ("effects_checked", "The effect of every action has been looked at.", facts.effects_checked, "finding_list"),
    ("lessons_kept", "The lessons are written down for the next programme.", facts.lessons_kept, "lesson_list"),
)  # fmt: skip

CRITERIA = (*STAGE_1, *STAGE_2, *STAGE_3, *STAGE_4, *STAGE_5, *STAGE_6, *STAGE_7)

REOPENING_ANSWERED = "reopening_answered"
REOPENING_RULE = "The finding that reopened the stage is answered: dismissed, or met with a corrective action."


def of_stage(stage: int) -> tuple[Criterion, ...]:
    return tuple(criterion for criterion in CRITERIA if criterion.stage == stage)


def is_computed(stage: int, code: str) -> bool:
    """Whether the stage's criterion with the code is known from the records."""
    return any(row.code == code and not row.is_confirmed_by_a_person for row in of_stage(stage))


def computed(criterion: Criterion, known: facts.Facts) -> Result:
    """What a computed criterion says of the facts."""
    shortfalls = criterion.check(known) if criterion.check else []
    return Result(
        code=criterion.code,
        rule=criterion.rule,
        state=NOT_MET if shortfalls else MET,
        reason=" ".join(shortfalls),
        page=criterion.page,
        source=criterion.source,
    )
