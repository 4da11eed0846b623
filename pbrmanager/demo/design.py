"""Carries a programme through stages 1 to 4 as its people would have done: records, confirmations, gates, contract."""

import dataclasses
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Role
from contracts.actions import versions
from contracts.models import Agreement, ContractVersion
from expertbody.actions import decisions, seats
from expertbody.models import Decision
from pbrmanager.demo import analysing, elsewhere, involving, selections, trying
from pbrmanager.demo import fits as demo_fits
from pbrmanager.demo.cast import Cast
from stages.actions import gates, purpose, registers, selection, stakeholders, visits
from stages.domain import criteria
from stages.models import Programme, StageVisit
from stages.selectors import visits as visits_selector

WORD = {
    "overall_fit": "Paper 6 of the board: whole cost, benefits and risks, each beside a grant.",
    "authority_delegated": "Scheme of delegation, paragraph 12: two signatures to pay, one to stop referrals.",
    "acts_for_principal": "Three references by telephone; each says that nobody hard to help was turned away.",
    "shared_goals": "Each party ranked the same seven goals; the first three agree, and all signed the order.",
    "shared_risk_attitude": "Each party stated what it can lose; the agents’ share at risk stays below the lowest.",
    "shared_course": "Signed course of action for the first year, read out by each party.",
    "achievable_outcomes": "Levels lie between the waiting list's rate and the best third of comparable schemes.",
    "effective_incentives": "The price of the hardest segment covers its cost in the pessimistic case.",
    "rules_tried": "Tried on the year before and on the waiting list: without an effect, little is paid.",
}


@dataclasses.dataclass(frozen=True)
class Story:
    """What stages 1 to 3 recorded: words and choices."""

    aim: str
    why: str
    alternative: str
    appraisal: str
    need: str
    horizon: str
    principal: str
    other_principal: str
    funds: Decimal
    agents: tuple[str, ...]

    def for_people(self, people: int, pounds_each: int) -> "Story":
        """The story with funds that reach the cap of a contract for so many people."""
        return dataclasses.replace(self, funds=max(self.funds, Decimal(people * pounds_each)))


def stakeholder_analysis(cast: Cast, programme: Programme, story: Story, at: datetime) -> None:
    """Stage 1: purpose, stakeholders with scores, good and bad practice, what is on the horizon."""
    by = cast["commissioner"]
    purpose.write(
        programme=programme, aim=story.aim, why_pbr=story.why, by=by, at=at,
    )  # fmt: skip
    demo_fits.assess(cast, programme, at)
    analysing.analyse(cast, programme, at, alternative=story.alternative, conclusion=story.appraisal)
    for index, (name, scores, fields) in enumerate(_stakeholders(cast, story)):
        day = at + timedelta(days=2 + index)
        entered = stakeholders.add(programme=programme, name=name, by=by, at=day, **fields)
        power, legitimacy, urgency, evidence = scores
        stakeholders.score(
            stakeholder=entered, power=power, legitimacy=legitimacy, urgency=urgency, evidence=evidence, by=by, at=day
        )
    for kind, scheme, happened, lesson, source in PRACTICE:
        registers.add_practice(
            programme=programme, scheme=scheme, kind=kind, happened=happened, lesson=lesson, source=source,
            by=by, at=at + timedelta(days=9),
        )  # fmt: skip
    elsewhere.compare(cast, programme, at + timedelta(days=5))
    registers.add_horizon(
        programme=programme, item=story.horizon, kind="initiative", likelihood="medium",
        expected_on=(at + timedelta(days=500)).date(), effect="May change who is referred, and what else is offered.",
        by=by, at=at + timedelta(days=10),
    )  # fmt: skip


PRACTICE = (
    (
        "good", "London rough sleepers social impact bond", "Five outcomes, each with a price of its own, were paid.",
        "Few outcomes with clear evidence can be verified without a bureaucracy.",
        "Department for Communities and Local Government, 2017",
    ),
    (
        "bad", "Work Programme", "The ratio of a period's outcomes to its referrals rose when referrals fell.",
        "Follow closed cohorts of start; never divide by the same period's starts.",
        "National Audit Office, The Work Programme, 2014",
    ),
)  # fmt: skip


def _stakeholders(cast: Cast, story: Story) -> list[tuple[str, tuple[int, int, int, str], dict[str, Any]]]:
    owner = cast["commissioner"]
    return [
        (
            "People who use the service", (1, 3, 3, "Interviews with 24 people, by Our Say Northmere"),
            {"kind": "Service users", "need": story.need, "interest": 3, "is_affected": True, "is_service_user": True,
             "engagement": "A seat on the Expert Body, and a meeting each quarter", "engagement_owner": owner},
        ),
        (
            cast.organisation(story.principal).name, (3, 3, 2, "Holds the money and answers for it"),
            {"kind": "Fund", "need": "Results that can be traced to each pound", "interest": 3, "affects": True,
             "survival_depends": True, "engagement": "Monthly review", "engagement_owner": owner},
        ),
        (
            "Front-line advisers", (1, 2, 2, "Survey of 40 advisers"),
            {"kind": "Staff", "need": "Time for the people who are hardest to help", "interest": 2, "affects": True},
        ),
        (
            "Employers, landlords and schools", (2, 1, 1, "Round table of the county"),
            {"kind": "Partners", "need": "One person to call", "interest": 1, "affects": True},
        ),
    ]  # fmt: skip


MARKS = ((4, 5, 4, 4, 3, 3), (5, 4, 3, 4, 3, 4), (3, 3, 4, 5, 4, 2))
"""What the candidates to be the agent score, criterion by criterion: the second comes close to the first."""


def first_three(cast: Cast, programme: Programme, story: Story, at: datetime) -> None:
    """Stages 1, 2 and 3 with their records and gates, over 300 days, and the Expert Body seated at the end."""
    stakeholder_analysis(cast, programme, story, at)
    pass_gate(cast, programme, 1, "The need is plain, and payment by results fits it.", at + timedelta(days=60))
    payers = {story.principal: (5, 5, 4, 4, 4), story.other_principal: (3, 4, 3, 2, 4)}
    entered = selections.choose(cast, programme, 2, payers, at + timedelta(days=65))
    selections.look_into_payers(cast, entered, at + timedelta(days=80))
    selection.decide(
        candidate=entered[story.principal], rationale="It can commit the whole liability, and has overseen others.",
        committed_funds=story.funds, accountable_officer="Director of the fund", by=cast["commissioner"],
        at=at + timedelta(days=120),
    )  # fmt: skip
    selections.award(cast, programme, 2, at + timedelta(days=128))
    pass_gate(cast, programme, 2, "The fund is the principal.", at + timedelta(days=130))
    providers = dict(zip(story.agents, MARKS, strict=False))
    entered = selections.choose(cast, programme, 3, providers, at + timedelta(days=140))
    selections.look_into_providers(cast, entered, at + timedelta(days=155))
    selections.ask_the_parties(cast, programme, entered, at + timedelta(days=175))
    selection.decide(
        candidate=entered[story.agents[0]],
        rationale="Leads the consortium: the best record with hard cases, and cash for nine weeks more than needed.",
        standstill_days=10, by=cast["commissioner"], at=at + timedelta(days=230),
    )  # fmt: skip
    selections.award(cast, programme, 3, at + timedelta(days=245))
    seat_body(cast, programme, at + timedelta(days=260))
    pass_gate(cast, programme, 3, "The agents are chosen, and the Expert Body is seated.", at + timedelta(days=270))


def pass_gate(cast: Cast, programme: Programme, stage: int, decision: str, at: datetime) -> StageVisit:
    """Confirm what people must confirm, and close the stage: stages 1 to 3 by the commissioner."""
    confirm(cast, programme, stage, at - timedelta(hours=2))
    visit = _open(programme, stage)
    return visits.close_stage(visit=visit, by=cast["commissioner"], at=at, decision=decision)


def confirm(cast: Cast, programme: Programme, stage: int, at: datetime) -> None:
    visit = _open(programme, stage)
    for row in criteria.of_stage(stage):
        if row.is_confirmed_by_a_person:
            gates.confirm(
                visit=visit, criterion=row.code, holds=True, evidence=WORD[row.code], by=cast["commissioner"], at=at
            )


def _open(programme: Programme, stage: int) -> StageVisit:
    visit = visits_selector.open_visit(programme, stage)
    if visit is None:
        raise LookupError(f"Stage {stage} of {programme} is not open.")
    return visit


BODY = (
    ("commissioner", "seat-commissioner"),
    ("principal", "seat-principal"),
    ("agent", "seat-agent"),
    ("service_users", "service-user"),
    ("academics", "chair"),
)


def seat_body(cast: Cast, programme: Programme, at: datetime) -> None:
    """Seat all five constituencies; the academic chairs."""
    for constituency, key in BODY:
        seats.seat(
            programme=programme, constituency=constituency, user=cast[key], from_date=at.date(),
            organisation=cast.organisation_of(key), is_chair=key == "chair", by=cast["commissioner"], at=at,
        )  # fmt: skip


def decide(
    cast: Cast, programme: Programme, kind: str, subject_id: int, resolution: str, why: str, at: datetime, **more: Any
) -> Decision:
    """A decision of the Expert Body, recorded by its chair."""
    votes = {"votes_for": 4, "votes_against": 0, "abstentions": 1} | more
    return decisions.record(
        programme=programme, subject_kind=kind, subject_id=subject_id, resolution=resolution, rationale=why,
        by=cast["chair"], at=at, **votes,
    )  # fmt: skip


def draft(
    cast: Cast, programme: Programme, document: Mapping[str, Any], at: datetime, *, forgotten: Collection[str] = ()
) -> ContractVersion:
    """A draft whose outcomes are traced to needs, but for those that are `forgotten`."""
    made = versions.draft_from(programme=programme, document=document, by=cast["commissioner"], at=at)
    involving.trace(cast, made, forgotten=forgotten)
    return made


def put(cast: Cast, version: ContractVersion, at: datetime) -> ContractVersion:
    """Put a draft to the parties."""
    return versions.propose(version=version, by=cast["commissioner"], at=at)


def propose(
    cast: Cast, programme: Programme, document: Mapping[str, Any], at: datetime, *, forgotten: Collection[str] = ()
) -> ContractVersion:
    """Draft a version and put it to the parties five days later."""
    return put(cast, draft(cast, programme, document, at, forgotten=forgotten), at + timedelta(days=5))


def agree(cast: Cast, programme: Programme, version: ContractVersion, at: datetime) -> None:
    """Every party agrees, and last the Expert Body by a decision."""
    for index, party in enumerate(version.parties.select_related("organisation").order_by("pk")):
        speaker = cast["principal"] if party.role == Role.PRINCIPAL else cast.speaking_for(party.organisation.code)
        versions.agree(
            version=version, on_behalf_of=Agreement.On(party.role), organisation=party.organisation, by=speaker,
            at=at + timedelta(hours=3 * index),
        )  # fmt: skip
    decide(
        cast, programme, "contract_version", version.pk, "agree",
        "The terms say what counts, who checks it and what is conceded; the hardest segment is priced by its cost.",
        at + timedelta(days=3),
    )  # fmt: skip


def close_stage_4(cast: Cast, programme: Programme, why: str, at: datetime) -> None:
    """The commissioner asks for the gate, and the Expert Body passes it."""
    confirm(cast, programme, 4, at - timedelta(days=1))
    trying.go_on(cast, programme, at - timedelta(hours=20))
    request = gates.ask(visit=_open(programme, 4), note="The contract is agreed.", by=cast["commissioner"], at=at)
    decide(cast, programme, "gate", request.pk, "pass", why, at + timedelta(days=2), votes_for=5, abstentions=0)
