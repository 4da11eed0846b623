"""Stages 2 and 3 of the demonstration: who declared what, who scored whom, and what was agreed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import User
from pbrmanager.demo.cast import Cast
from stages import permissions
from stages.actions import agency, awards, conflicts, consortium, diligence, moderation, selection
from stages.domain import consortium as consortium_rules
from stages.domain.selection import DEFAULTS, Scored
from stages.models import Candidate, Party, Programme, SelectionCriterion
from stages.selectors import agency as agency_selector

ASSESSORS = ("commissioner", "principal")
REASONS = (
    "Nothing was shown.",
    "Little was shown, and it was old.",
    "Shown in part; the rest rests on plans.",
    "Shown for a programme half the size.",
    "Shown for a comparable programme, with figures.",
    "Shown for several programmes, with audited figures.",
)
AGREED = "Agreed after a visit that both made: the figures bear out what was written."

Marks = Mapping[str, tuple[int, ...]]


def choose(cast: Cast, programme: Programme, stage: int, marks: Marks, at: datetime) -> dict[str, Candidate]:
    """Name the candidates of stage 2 or 3, declare, score and agree; fewer marks leave some unscored.

    The commissioner gives the marks as they stand, one a criterion, and the principal a point less on every second.
    Nobody scores the organisation from which they come. What both scored in full is moderated ten days later.
    """
    by = cast["commissioner"]
    selection.set_criteria(programme=programme, stage=stage, criteria=DEFAULTS[stage], by=by, at=at)
    entered = {
        code: selection.add_candidate(
            programme=programme, stage=stage, organisation=cast.organisation(code),
            case="Answered the call, and was visited.", by=by, at=at + timedelta(days=3),
        )
        for code in marks
    }  # fmt: skip
    free = [
        (key, code) for key in ASSESSORS for code, candidate in entered.items()
        if _declare(cast, key, candidate, at + timedelta(days=5))
    ]  # fmt: skip
    for key, code in free:
        given = marks[code] if key == "commissioner" else _less(marks[code])
        selection.score(candidate=entered[code], scores=_scored(programme, stage, given), by=cast[key],
                        at=at + timedelta(days=20))  # fmt: skip
    if all(len(one) == len(DEFAULTS[stage]) for one in marks.values()):
        for code, candidate in entered.items():
            if ("principal", code) in free:
                agreed = _scored(programme, stage, marks[code], AGREED)
                moderation.moderate(candidate=candidate, scores=agreed, by=by, at=at + timedelta(days=30))
    return entered


def _declare(cast: Cast, key: str, candidate: Candidate, at: datetime) -> bool:
    """Declare honestly: whoever comes from the candidate has an interest. Whether they may score it."""
    is_own = cast.organisation_of(key) == candidate.organisation
    conflicts.declare(
        candidate=candidate, has_interest=is_own, statement="I work for it." if is_own else "", by=cast[key], at=at
    )
    return not is_own


def _less(marks: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(max(0, mark - index % 2) for index, mark in enumerate(marks))


def _scored(programme: Programme, stage: int, marks: tuple[int, ...], reason: str = "") -> list[Scored]:
    rows = {row.code: row.pk for row in SelectionCriterion.objects.filter(programme=programme, stage=stage)}
    return [
        Scored(rows[weighted.code], mark, reason or REASONS[min(mark, 5)])
        for weighted, mark in zip(DEFAULTS[stage], marks, strict=False)
    ]


def look_into_payers(cast: Cast, entered: Mapping[str, Candidate], at: datetime) -> None:
    """Due diligence of the candidates to be the principal."""
    for index, candidate in enumerate(entered.values()):
        diligence.record_principal(
            candidate=candidate, by=cast["commissioner"], at=at + timedelta(days=index),
            budget_authority="Approved by its board in the budget of three years; a vote is needed beyond them.",
            funds_available=Decimal("52000000") if index == 0 else Decimal("9000000"),
            liability="Answers for the whole cap of the contract." if index == 0 else "Answers for one year at a time.",
            accountability="Its director of finance signs; the audit committee may stop payments.",
            oversight_record="Paid for two programmes by results; its auditors found 3 % of claims wrong.",
        )  # fmt: skip


FIGURES = (
    ("volume", "People who start, a year", "1200", "800", "1500", "Monthly counts of the area over five years", ""),
    ("rate", "Of those who start, per cent with a first result", "44", "30", "48", "Six like schemes, evaluated", ""),
    ("rate", "Of results, per cent that last for half a year", "71", "50", "65", "Six evaluations of like schemes",
     "Two employers and a landlord have put their promises in writing."),
    ("unit_cost", "Cost of each person who starts, pounds", "1450", "1200", "2100", "Open-book accounts of two schemes",
     ""),
)  # fmt: skip


def look_into_providers(cast: Cast, entered: Mapping[str, Candidate], at: datetime) -> None:
    """Due diligence of the candidates to be the agent. One figure lies outside the evidence, and is explained."""
    for index, candidate in enumerate(entered.values()):
        given: dict[str, Any] = {"candidate": candidate, "by": cast["commissioner"], "at": at + timedelta(days=index)}
        diligence.record_agent(
            **given, delivery_history="Five years in the county, for half as many people.",
            references="Three who paid it were called." if index < 2 else "",
            working_capital=Decimal(900_000 - 300_000 * index),
            data_capability="Records each contact the same day; shares by a signed agreement.",
            supply_chain="Three partners, paid within 30 days whatever the results.",
            risk_appetite="The board accepts a loss of a tenth of its reserves.", maximum_pbr_share=Decimal(60),
        )  # fmt: skip
        diligence.plan_cash(
            **given, months=36, monthly_cost=Decimal(145_000), monthly_fee=Decimal(80_000),
            monthly_income=Decimal(88_000), lag_months=6, pessimistic_share=Decimal(80), pessimistic_delay_months=3,
            source="Open-book model, checked by the fund's accountants.",
        )  # fmt: skip
        for kind, name, value, low, high, source, why in FIGURES:
            diligence.add_assumption(
                **given, kind=kind, name=name, value=Decimal(value), evidence_low=Decimal(low),
                evidence_high=Decimal(high), source=source, explanation=why if index == 0 else "",
            )  # fmt: skip
    _join(cast, list(entered.values()), at + timedelta(days=10))


def _join(cast: Cast, candidates: list[Candidate], at: datetime) -> None:
    """The first leads a consortium of all, where there is more than one, and carries most of the risk."""
    shares = {2: ((60, 60, 75), (40, 40, 25)), 3: ((45, 45, 70), (33, 33, 20), (22, 22, 10))}.get(len(candidates))
    if shares is None:
        return
    members = [
        consortium_rules.Shares(one.organisation_id, index == 0, *[Decimal(part) for part in shares[index]])
        for index, one in enumerate(candidates)
    ]
    consortium.set_members(candidate=candidates[0], members=members, by=cast["commissioner"], at=at)


GOALS = (
    "Results that last",
    "The hardest to help are served",
    "Every pound can be traced",
    "A service that people trust",
)
ORDERS = {"commissioner": (1, 2, 3, 4), "service_users": (3, 1, 4, 2), "principal": (2, 4, 1, 3), "agent": (2, 3, 4, 1)}
RISKS = {
    "commissioner": (250_000, 0, "We can bear a slow start, not a scandal."),
    "service_users": (0, 0, "We cannot bear that a worker leaves in the middle."),
    "principal": (2_000_000, 52, "We pay for what is proved, and can wait for it."),
    "agent": (900_000, 26, "We stand half a year without pay, and no more."),
}


PASSED_DOWN = "To no charity; two larger partners are paid a tenth of their price by results, within our own 30 days."


def ask_the_parties(cast: Cast, programme: Programme, entered: Mapping[str, Candidate], at: datetime) -> None:
    """Each party puts the goals in its order and says what it can bear; of the agents, the first two."""
    goals = agency.set_goals(programme=programme, names=GOALS, by=cast["commissioner"], at=at)
    asked = {one.pk for one in list(entered.values())[:2]}
    for index, speaker in enumerate(agency_selector.speakers(programme)):
        candidate = speaker.candidate
        if candidate is not None and candidate.stage == 3 and candidate.pk not in asked:
            continue
        kind = speaker.party if candidate is None else "principal" if candidate.stage == 2 else "agent"
        loss, weeks, words = RISKS[kind]
        says = cast["commissioner"]
        if candidate is not None and candidate.stage == 3:
            says = _member(cast, candidate)
        given: dict[str, Any] = {
            "programme": programme, "party": Party(speaker.party), "candidate": candidate, "by": says,
            "at": at + timedelta(days=index),
        }  # fmt: skip
        places = dict(zip([goal.pk for goal in goals], ORDERS[kind], strict=True))
        agency.rank_goals(places=places, **given)
        passed: dict[str, Any] = {"passes_risk_down": True, "passed_down": PASSED_DOWN} if kind == "agent" else {}
        agency.state_risk(maximum_loss=Decimal(loss), working_capital_weeks=weeks, statement=words, **passed, **given)


def _member(cast: Cast, candidate: Candidate) -> User:
    """Somebody who signs in for a candidate to be the agent; for one that has no role yet, the system."""
    person = cast.speaking_for(candidate.organisation.code)
    return person if permissions.may_speak_for(person, candidate) else cast.by


def award(cast: Cast, programme: Programme, stage: int, at: datetime) -> None:
    """Award the choice once its standstill is over."""
    note = "Nobody objected. Letters were answered within a week."
    awards.award(programme=programme, stage=stage, note=note, by=cast["commissioner"], at=at)
