"""What the gates of stages 1, 2, 3, 4 and 7 look at, and the computed checks over it.

A check takes the facts and returns the shortfalls: sentences that say what is missing and what to do.
"""

import dataclasses
from decimal import Decimal

from stages.domain import cash, diligence, salience

LEAST_SCORED = 3


@dataclasses.dataclass(frozen=True)
class StakeholderFacts:
    name: str
    salience: salience.Salience | None  # None: never scored
    survival_depends: bool
    is_engaged: bool  # has an engagement action and an owner


@dataclasses.dataclass(frozen=True)
class DataFacts:
    record: str
    is_lawful: bool  # access is agreed, by a legal gateway


@dataclasses.dataclass(frozen=True)
class SelectionFacts:
    """The selection of the principal or of the agent.

    `unscored` names the (candidate, criterion) pairs without a score that counts, `unmoderated` those that several
    assessors scored and did not agree on yet, `undeclared` the (assessor, candidate) pairs without a declaration.
    `bid` is what is known of the chosen agent, and `is_awarded` whether the standstill ended in an award.
    `overlaps` says that the commissioner itself is chosen, and `overlap` how that is disclosed.
    """

    weights: tuple[Decimal, ...] = ()
    candidates: tuple[str, ...] = ()
    unscored: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    rationale: str = ""
    committed_funds: Decimal | None = None
    accountable_officer: str = ""
    unmoderated: tuple[tuple[str, str], ...] = ()
    undeclared: tuple[tuple[str, str], ...] = ()
    overlaps: bool = False
    overlap: str = ""
    bid: diligence.Bid = dataclasses.field(default_factory=diligence.Bid)
    is_awarded: bool = False


@dataclasses.dataclass(frozen=True)
class Facts:
    aim: str = ""
    why_pbr: str = ""
    appraised: tuple[str, ...] = ()  # alternatives with a conclusion
    data_sources: tuple[DataFacts, ...] = ()
    stakeholders: tuple[StakeholderFacts, ...] = ()
    good_practice: int = 0
    bad_practice: int = 0
    horizon: int = 0
    fits_assessed: int = 0
    selection: SelectionFacts = SelectionFacts()
    open_findings: tuple[int, ...] = ()
    actions_unchecked: int = 0
    lessons: int = 0
    critical_findings: tuple[int, ...] = ()
    red_unanswered: tuple[int, ...] = ()


def _need(holds: bool, shortfall: str) -> list[str]:
    return [] if holds else [shortfall]


def _listed(names: list[str], most: int = 4) -> str:
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def purpose_written(known: Facts) -> list[str]:
    return _need(bool(known.aim.strip()), "No purpose is written yet. Write the one thing that the programme is for.")


def why_pbr(known: Facts) -> list[str]:
    return _need(bool(known.why_pbr.strip()), "It is not yet said why Payment by Results fits. Write the reasons.")


def alternative_appraised(known: Facts) -> list[str]:
    return _need(
        bool(known.appraised), "No alternative is appraised yet. Name one, appraise it, and say what you conclude."
    )


def data_lawful(known: Facts) -> list[str]:
    missing = [source.record for source in known.data_sources if not source.is_lawful]
    return _need(
        bool(known.data_sources), "No record is on the map of data access yet. Add those that measure the outcomes."
    ) + _need(
        not missing, f"Without agreed access by a legal gateway: {_listed(missing)}. Agree it, or measure otherwise."
    )


def fit_assessed(known: Facts) -> list[str]:
    return _need(
        known.fits_assessed > 0,
        "Nobody has answered all questions on whether Payment by Results fits. Answer them, from either side.",
    )


def stakeholders_scored(known: Facts) -> list[str]:
    scored = sum(1 for stakeholder in known.stakeholders if stakeholder.salience)
    return _need(
        scored >= LEAST_SCORED,
        f"{scored} of the {LEAST_SCORED} stakeholders needed are scored. Add more and score them with evidence.",
    )


def definitive_engaged(known: Facts) -> list[str]:
    missing = [
        stakeholder.name
        for stakeholder in known.stakeholders
        if stakeholder.salience == salience.DEFINITIVE and not stakeholder.is_engaged
    ]
    return _need(not missing, f"Without an engagement action or its owner: {_listed(missing)}. Add both.")


def dependent_known(known: Facts) -> list[str]:
    known_one = any(s.salience in {salience.DEPENDENT, salience.DEFINITIVE} for s in known.stakeholders)
    return _need(
        known_one,
        "Nobody is scored as both legitimate and urgent. Look again at the people who use the service.",
    )


def survival_named(known: Facts) -> list[str]:
    named = any(stakeholder.survival_depends for stakeholder in known.stakeholders)
    return _need(named, "Nobody is marked as one on whom the programme's survival depends. Mark at least one.")


def practice_logged(known: Facts) -> list[str]:
    return _need(known.good_practice > 0, "No good practice is recorded. Add an example with its lesson.") + _need(
        known.bad_practice > 0, "No bad practice is recorded. Add an example with its lesson."
    )


def horizon_scanned(known: Facts) -> list[str]:
    return _need(known.horizon > 0, "Nothing is on the horizon log. Add what may change: a law, a policy, the economy.")


def weights_sum(known: Facts) -> list[str]:
    total = sum(known.selection.weights, Decimal(0))
    return _need(total == 100, f"The weights sum to {total.normalize():f}, not 100. Change them.")


def candidates_named(known: Facts) -> list[str]:
    return _need(bool(known.selection.candidates), "No candidate is named yet. Add the candidates.")


def candidates_scored(known: Facts) -> list[str]:
    if not known.selection.candidates:
        return ["There is no candidate to score yet."]
    if not known.selection.weights:
        return ["There is no criterion to score against yet."]
    missing = [f"{candidate} ({criterion})" for candidate, criterion in known.selection.unscored]
    return _need(not missing, f"Not scored yet: {_listed(missing)}. Score them.")


def scores_moderated(known: Facts) -> list[str]:
    waiting = [f"{candidate} ({criterion})" for candidate, criterion in known.selection.unmoderated]
    return _need(not waiting, f"Scored by several and not moderated yet: {_listed(waiting)}. Agree one score for each.")


def conflicts_declared(known: Facts) -> list[str]:
    missing = [f"{assessor} on {candidate}" for assessor, candidate in known.selection.undeclared]
    return _need(not missing, f"No declaration of interest yet: {_listed(missing)}. Ask each to declare.")


def roles_separated(known: Facts) -> list[str]:
    return _need(
        not known.selection.overlaps or bool(known.selection.overlap.strip()),
        "The commissioner itself is chosen as the principal. Say with the choice how this is disclosed and managed.",
    )


def cash_stands_lag(known: Facts) -> list[str]:
    bid = known.selection.bid
    if bid.plan is None or bid.working_capital is None:
        return ["The chosen agent's working capital and cash plan are not both recorded. Record them on its page."]
    missing = cash.shortfall(bid.working_capital, bid.plan, bid.case)
    return _need(
        not missing,
        f"In the pessimistic case £{missing:,.2f} is missing at the deepest point. Agree more fee, an earlier payment "
        "or more capital, and record it.",
    )


def bids_in_range(known: Facts) -> list[str]:
    bid = known.selection.bid
    if not bid.assumptions:
        return ["No figure of the chosen bid is recorded. Record its volumes, rates and unit cost with the evidence."]
    strange = [one.name for one in diligence.unexplained(bid.assumptions)]
    bare = [one.name for one in bid.assumptions if diligence.is_bare(one)]
    return _need(
        not strange, f"Outside the range of the evidence: {_listed(strange)}. Explain or correct each."
    ) + _need(not bare, f"Without a range of evidence: {_listed(bare)}. Add the range with its source, or explain.")


def risk_declared(known: Facts) -> list[str]:
    """Whether the agent passes risk down is declared; later, delivery looks at each subcontract."""
    return diligence.undeclared(known.selection.bid)


def award_made(known: Facts) -> list[str]:
    return _need(known.selection.is_awarded, "The choice is not awarded yet. Award it once its standstill is over.")


def choice_made(known: Facts) -> list[str]:
    return _need(bool(known.selection.chosen and known.selection.rationale), "No choice is recorded yet. Record it.")


def funds_committed(known: Facts) -> list[str]:
    funds = known.selection.committed_funds
    return _need(funds is not None and funds > 0, "The committed funds are not stated. State them with the choice.")


def officer_named(known: Facts) -> list[str]:
    return _need(
        bool(known.selection.accountable_officer.strip()),
        "No accountable officer is named. Name one with the choice.",
    )


def findings_closed(known: Facts) -> list[str]:
    numbers = [f"finding {number}" for number in known.open_findings]
    return _need(not numbers, f"Still open: {_listed(numbers)}. Answer each and look at the effect of its actions.")


def effects_checked(known: Facts) -> list[str]:
    return _need(
        known.actions_unchecked == 0,
        f"Actions without an effect check: {known.actions_unchecked}. Look at what each of them did.",
    )


def no_critical_finding(known: Facts) -> list[str]:
    """A critical finding that has itself led back to the stage is asked for by the criterion on reopening instead."""
    numbers = [f"finding {number}" for number in known.critical_findings]
    return _need(not numbers, f"Critical and still open: {_listed(numbers)}. Answer each, and close it or act on it.")


def red_answered(known: Facts) -> list[str]:
    numbers = [f"finding {number}" for number in known.red_unanswered]
    return _need(not numbers, f"Without an action: {_listed(numbers)}. Agree what is done, by whom and by when.")


def lessons_kept(known: Facts) -> list[str]:
    return _need(
        known.lessons > 0, "No lesson of this programme is in the library. Write what the next one should know."
    )
