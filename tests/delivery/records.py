"""Records of delivery, made by the actions on behalf of the system where no person matters."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Organisation
from delivery.actions import activity as activities
from delivery.actions import key_workers, partners, plans
from delivery.models import Activity, KeyWorker, LeadTerms, Milestone, Participant, Partner, PartnerTerms, Training
from stages.models import Programme
from tests import builders

AT = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
SIGNED = date(2025, 1, 1)


def partner(programme: Programme, agent: Organisation, name: str = "Doorstep", **fields: Any) -> Partner:
    """A small charity that delivers for the agent."""
    given: dict[str, Any] = {"size": "small", "is_charity": True, "staff": 4, "by": builders.system(), "at": AT}
    return partners.add(programme=programme, agent=agent, name=name, **(given | fields))


def signed(partner: Partner, **fields: Any) -> PartnerTerms:
    """Terms that pass the test under `agreed`."""
    given: dict[str, Any] = {
        "from_date": SIGNED,
        "share_of_work": Decimal(20),
        "share_of_pay": Decimal(20),
        "share_by_results": Decimal(10),
        "payment_days": 20,
        "by": builders.system(),
        "at": AT,
    }
    return partners.sign(partner=partner, **(given | fields))


def agreed(programme: Programme, agent: Organisation, **fields: Any) -> LeadTerms:
    """What is agreed for a lead agent: 40% by results, paid in 30 days, ceilings of 30% and 10% of the risk."""
    given: dict[str, Any] = {
        "share_by_results": Decimal(40),
        "payment_days": 30,
        "risk_ceiling": Decimal(30),
        "risk_ceiling_small": Decimal(10),
        "caseload_ceiling": 40,
        "mix_tolerance": Decimal(5),
        "evidence": "Contract, schedule 4",
        "by": builders.system(),
        "at": AT,
    }
    return partners.state_lead_terms(programme=programme, agent=agent, **(given | fields))


def worker(programme: Programme, agent: Organisation, reference: str = "W-1", **fields: Any) -> KeyWorker:
    """A full-time key worker in post since 2025 began."""
    given: dict[str, Any] = {"from_date": SIGNED, "fte": Decimal(1), "by": builders.system(), "at": AT}
    return key_workers.add(programme=programme, agent=agent, reference=reference, **(given | fields))


def session(programme: Programme, agent: Organisation, **fields: Any) -> Training:
    """A training of three key workers of the agent, none of whom had been trained before."""
    given: dict[str, Any] = {
        "kind": "training",
        "topic": "First meetings",
        "held_on": date(2025, 3, 1),
        "people": 3,
        "first_time": 3,
        "by": builders.system(),
        "at": AT,
    }
    return plans.train(programme=programme, agent=agent, **(given | fields))


def milestone(programme: Programme, agent: Organisation, name: str = "Second office open", **fields: Any) -> Milestone:
    """A step that was planned for the middle of 2025."""
    given: dict[str, Any] = {"planned_on": date(2025, 6, 30), "by": builders.system(), "at": AT}
    return plans.plan(programme=programme, agent=agent, name=name, **(given | fields))


def activity(participant: Participant, **fields: Any) -> Activity:
    """An hour's meeting with the participant, three days after the start."""
    given: dict[str, Any] = {
        "programme": participant.programme,
        "agent": participant.agent,
        "reference": participant.reference,
        "day": participant.started_on + timedelta(days=3),
        "kind": "meeting",
        "minutes": 60,
        "by": builders.system(),
        "at": AT,
    }
    return activities.record(**(given | fields))
