"""Programmes that have run for a year, with starts and outcomes as a test wants them.

Two agents, two segments, four quarters of 2025, one rate target and one count target. Starts and claims are written as
sets: what accepting them checks is tested with `outcomes`.
"""

import dataclasses
import itertools
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from accounts.models import Organisation, Role, User
from contracts.actions import versions
from contracts.models import ContractVersion, Period
from contracts.selectors import terms
from delivery.models import Assignment, KeyWorker, Participant
from outcomes.models import Claim
from stages.actions import visits
from stages.models import Programme
from stages.selectors import visits as opened
from tests import builders
from tests.contracts import builders as contract_builders
from tests.contracts import documents

QUARTERS = [
    ("2025-q1", date(2025, 1, 1), date(2025, 3, 31)),
    ("2025-q2", date(2025, 4, 1), date(2025, 6, 30)),
    ("2025-q3", date(2025, 7, 1), date(2025, 9, 30)),
    ("2025-q4", date(2025, 10, 1), date(2025, 12, 31)),
]
YEAR_END = date(2025, 12, 31)
NOW = datetime(2026, 1, 20, 3, 0, tzinfo=UTC)
SENT = datetime(2026, 1, 10, 9, 0, tzinfo=UTC)
RATE: dict[str, Any] = {
    "code": "job-rate",
    "outcome": "job",
    "measure": "rate",
    "value": "0.5",
    "minimum": "0.4",
    "maturity": [{"days": 0, "share": "0"}, {"days": 90, "share": "1"}],
    "questions_stages": [{"stage": 4, "why": "The price may be too low."}],
}
COUNT: dict[str, Any] = {
    "code": "job-count",
    "outcome": "job",
    "measure": "count",
    "value": "100",
    "minimum": "80",
}
COMPARISON: dict[str, Any] = {
    "code": "against-before", "name": "Do more people find work than before?", "outcome": "job", "measure": "share",
    "against": "fixed", "value": "0.5", "test": "wilson", "matters": "0.05", "window_days": 90, "looks": 2,
    "source": "Comparison areas",
}  # fmt: skip
_count = itertools.count(1)


@dataclasses.dataclass(frozen=True)
class Scene:
    programme: Programme
    version: ContractVersion
    north: Organisation
    south: Organisation
    commissioner: User
    member: User
    for_north: User

    def start(
        self,
        people: int,
        on: date,
        *,
        agent: Organisation | None = None,
        segment: str = "young",
        received: datetime = SENT,
    ) -> list[Participant]:
        return Participant.objects.bulk_create(
            Participant(
                programme=self.programme,
                agent=agent or self.north,
                reference=f"P{next(_count)}",
                started_on=on,
                segment=segment,
                attributes={},
                version=self.version,
                received_at=received,
            )
            for _ in range(people)
        )

    def achieve(
        self,
        people: Iterable[Participant],
        on: date,
        *,
        outcome: str = "job",
        received: datetime = SENT,
        sequence: int = 1,
    ) -> list[Claim]:
        return Claim.objects.bulk_create(
            Claim(
                programme=self.programme,
                agent=one.agent,
                participant=one,
                outcome=outcome,
                event_date=on,
                sequence=sequence,
                version=self.version,
                received_at=received,
            )
            for one in people
        )

    def quarter(self, place: int, people: int, achieved: int, **fields: Any) -> list[Participant]:
        """People who start on the first day of a quarter, some of whom achieve the outcome in its third month."""
        _code, starts_on, ends_on = QUARTERS[place]
        started = self.start(people, starts_on, **fields)
        self.achieve(started[:achieved], ends_on - timedelta(days=10))
        return started

    def period(self, place: int) -> Period:
        return Period.objects.get(programme=self.programme, code=QUARTERS[place][0])


def moment(day: date) -> datetime:
    return datetime.combine(day, time(3), tzinfo=UTC)


def next_version(scene: Scene, **fields: Any) -> ContractVersion:
    """The next version of the contract, in force from 1 July 2025, otherwise as the scene's unless said otherwise."""
    if not opened.is_open(scene.programme, 4):
        visits.reopen(
            programme=scene.programme, stage=4, because="Asked otherwise.", by=scene.member, at=builders.later(days=9),
            finding=None,
        )  # fmt: skip
    document = terms.document(scene.version) | {"effective_from": "2025-07-01", "effective_to": None, "number": 2}
    draft = versions.draft_from(
        programme=scene.programme, document=document | fields, by=scene.commissioner, at=builders.later(days=10)
    )
    proposed = versions.propose(version=draft, by=scene.commissioner, at=builders.later(days=10))
    for party in proposed.parties.select_related("organisation"):
        person = User.objects.filter(memberships__organisation=party.organisation).first()
        assert person is not None
        versions.agree(
            version=proposed, on_behalf_of=party.role, organisation=party.organisation, by=person,
            at=builders.later(days=11),
        )  # fmt: skip
    versions.agree_for_expert_body(
        subject=proposed, by=scene.member, at=builders.later(days=11), rationale="It is fair."
    )
    return proposed


def scene(
    *, targets: list[dict[str, Any]] | None = None, window_days: int | None = 180, most: int = 1, **fields: Any
) -> Scene:
    """A programme in delivery under an agreed contract: stages 1 to 4 closed, 5 to 7 open."""
    place = contract_builders.setting()
    south = builders.organisation("Southway", code="southway")
    for_south = builders.member(place.programme, Role.AGENT, organisation=south)
    given: dict[str, Any] = {
        "effective_from": "2025-01-01",
        "agents": ["northway", "southway"],
        "periods": [{"code": code, "starts_on": f"{first}", "ends_on": f"{last}"} for code, first, last in QUARTERS],
        "outcomes": [documents.outcome(window_days=window_days, max_per_participant=most)],
        "targets": targets if targets is not None else [RATE],
    }
    document = documents.version(**(given | fields))
    draft = versions.draft_from(
        programme=place.programme, document=document, by=place.commissioner, at=builders.later(days=1)
    )
    proposed = versions.propose(version=draft, by=place.commissioner, at=builders.later(days=2))
    versions.agree(version=proposed, on_behalf_of="agent", organisation=south, by=for_south, at=builders.later(days=3))
    agreed = contract_builders.agree(place, proposed)
    builders.pass_decided_elsewhere(place.programme, 4, at=builders.later(days=4))
    return Scene(place.programme, agreed, place.agent, south, place.commissioner, place.member, place.for_agent)


def first_quarter() -> Scene:
    """A scene in whose first quarter twelve people start with the northern agent, and six of them find work."""
    made = scene()
    made.quarter(0, 12, 6)
    return made


def four_cells() -> Scene:
    """Two agents and two segments of 60 people each in the last quarter, of whom 25 found work."""
    made = scene()
    for agent, segment in itertools.product((made.north, made.south), ("young", "other")):
        made.quarter(3, 60, 25, segment=segment, agent=agent)
    return made


def give_key_worker(scene: Scene, people: Iterable[Participant]) -> None:
    """All of them have one from the first day of the last quarter."""
    first = QUARTERS[3][1]
    worker = KeyWorker.objects.create(
        programme=scene.programme, agent=scene.north, reference="K1", from_date=first, fte=1,
        added_by=scene.commissioner, added_at=NOW,
    )  # fmt: skip
    Assignment.objects.bulk_create(
        Assignment(
            programme=scene.programme, agent=scene.north, participant=one, key_worker=worker, from_date=first,
            assigned_by=scene.commissioner, assigned_at=NOW,
        )
        for one in people
    )  # fmt: skip


def found_work_late(scene: Scene, changes: dict[tuple[str, str], int]) -> None:
    """So many more of those who started in the last quarter turn out to have found work, by agent and segment."""
    has_work = Claim.objects.filter(programme=scene.programme).values("participant")
    for (agent, segment), number in changes.items():
        started = Participant.objects.filter(programme=scene.programme, agent__code=agent, segment=segment)
        scene.achieve(started.exclude(pk__in=has_work).order_by("pk")[:number], QUARTERS[3][2])
