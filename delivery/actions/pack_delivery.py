"""The section “delivery” of a programme pack: how the work is done, as agents and commissioner recorded it.

Records are written in the name of the person whom the pack gives where that person may record them, and otherwise in
the name of whoever loads the pack.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import get_current_timezone

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Organisation, User
from delivery import permissions
from delivery.actions import key_workers, partners, plans
from delivery.domain import notes
from delivery.models import Activity, Assignment, KeyWorker, Participant, Partner
from stages.actions import pack_people, visits
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "delivery"
BATCH = 5000
Row = Mapping[str, Any]

DECIMALS = {"share_of_work", "share_of_pay", "share_by_results", "risk_ceiling", "risk_ceiling_small", "mix_tolerance",
            "fte"}  # fmt: skip


def values(row: Row, names: Sequence[str]) -> dict[str, Any]:
    """The named fields of a row as an action takes them: days as dates, exact numbers from text."""
    found = {name: row[name] for name in names if row.get(name) is not None}
    for name in found:
        if name.endswith(("_date", "_on")):
            found[name] = date.fromisoformat(found[name])
        elif name in DECIMALS:
            found[name] = Decimal(found[name])
    return found


def _evening(day: date) -> datetime:
    """The end of the day: what was reached on it could be said then."""
    return datetime.combine(day, time(23, 59), tzinfo=get_current_timezone())


class Loading:
    """A section on its way in: whose records they are, and in whose name and when each is written."""

    def __init__(self, programme: Programme, by: User, at: datetime) -> None:
        self.programme, self.by, self.at = programme, by, at
        self.agents: dict[str, Organisation] = {}

    def agent(self, row: Row, path: str) -> Organisation:
        code = row["agent"]
        if code not in self.agents:
            self.agents[code] = pack_people.organisation(code, f"{path}/agent")
        return self.agents[code]

    def signed(self, row: Row, path: str, agent: Organisation | None) -> dict[str, Any]:
        """Who writes it, and when."""
        who = pack_people.person(row.get("by"), self.by, f"{path}/by")
        may = (
            permissions.can_act_for(who, "delivery.record", self.programme, agent)
            if agent
            else permissions.can(who, "delivery.state_terms", self.programme)
        )
        return {"by": who if may else self.by, "at": moment(row.get("at"), self.at)}

    def each(self, rows: Sequence[Row], name: str, load: Callable[[Row, str], object]) -> None:
        for index, row in enumerate(rows):
            path = f"{SECTION}/{name}/{index}"
            try:
                load(row, path)
            except PackError:
                raise
            except Refused as refusal:
                raise PackError(path, str(refusal)) from refusal

    def lead_terms(self, row: Row, path: str) -> None:
        partners.state_lead_terms(
            programme=self.programme, agent=self.agent(row, path), **values(row, partners.LEAD_TERMS),
            **self.signed(row, path, None),
        )  # fmt: skip

    def partner(self, row: Row, path: str) -> None:
        agent = self.agent(row, path)
        made = partners.add(
            programme=self.programme, agent=agent, **values(row, partners.FIELDS), **self.signed(row, path, agent)
        )
        for one in row.get("terms", ()):
            partners.sign(partner=made, **values(one, partners.TERMS), **self.signed(one, path, agent))
        for one in row.get("referrals", ()):
            counted = values(one, ["counted_on", "people"])
            partners.count_referrals(partner=made, **counted, **self.signed(one, path, agent))

    def key_worker(self, row: Row, path: str) -> None:
        agent = self.agent(row, path)
        key_workers.add(
            programme=self.programme, agent=agent, **values(row, key_workers.FIELDS), **self.signed(row, path, agent)
        )

    def secondment(self, row: Row, path: str) -> None:
        agent = self.agent(row, path)
        fields = values(row, key_workers.SECONDED)
        key_workers.second(programme=self.programme, agent=agent, **fields, **self.signed(row, path, agent))

    def training(self, row: Row, path: str) -> None:
        agent = self.agent(row, path)
        fields = values(row, plans.TRAINING)
        if name := fields.get("partner"):
            found = Partner.objects.filter(programme=self.programme, agent=agent, name=name).first()
            if found is None:
                raise PackError(f"{path}/partner", f"{agent} has no partner “{name}”.", "Add it to “partners”.")
            fields["partner"] = found
        plans.train(programme=self.programme, agent=agent, **fields, **self.signed(row, path, agent))

    def milestone(self, row: Row, path: str) -> None:
        agent, fields = self.agent(row, path), values(row, plans.MILESTONE)
        signed = self.signed(row, path, agent)
        made = plans.plan(
            programme=self.programme, agent=agent, name=fields["name"], planned_on=fields["planned_on"], **signed
        )
        if reported := {name: fields[name] for name in plans.REPORTED if fields.get(name)}:
            reached = fields.get("reached_on")
            told = max(signed["at"], _evening(reached)) if reached else signed["at"]
            plans.report(milestone=made, **reported, **signed | {"at": told})

    def people(self, agent: Organisation) -> tuple[dict[str, int], dict[str, int]]:
        """The numbers of the agent's participants and key workers, by reference."""
        ours = {"programme": self.programme, "agent": agent}
        return (
            dict(Participant.objects.filter(**ours).values_list("reference", "pk")),
            dict(KeyWorker.objects.filter(**ours).values_list("reference", "pk")),
        )


def _known(references: Mapping[str, int], name: str, path: str, what: str) -> int:
    if name not in references:
        raise PackError(path, f"There is no {what} “{name}” of this agent.", "Add it, or correct the reference.")
    return references[name]


@transaction.atomic
def load(*, programme: Programme, section: Mapping[str, Any], by: User, at: datetime) -> None:
    """Record the delivery of a pack. Participants are there already."""
    visits.require_open(programme=programme, stage=5)
    loading = Loading(programme, by, at)
    for name, one in (
        ("lead_terms", loading.lead_terms),
        ("partners", loading.partner),
        ("key_workers", loading.key_worker),
        ("secondments", loading.secondment),
        ("training", loading.training),
        ("milestones", loading.milestone),
    ):
        loading.each(section.get(name, ()), name, one)
    _load_assignments(loading, section.get("assignments", ()))
    _load_activities(loading, section.get("activities", ()))


def _by_agent(loading: Loading, rows: Sequence[Row], name: str) -> dict[str, tuple[dict[str, int], dict[str, int]]]:
    first = {row["agent"]: f"{SECTION}/{name}/{index}" for index, row in reversed(list(enumerate(rows)))}
    return {code: loading.people(loading.agent({"agent": code}, path)) for code, path in first.items()}


def _load_assignments(loading: Loading, rows: Sequence[Row]) -> None:
    """Many rows at once, in the order of the pack, with one row in the audit trail."""
    known = _by_agent(loading, rows, "assignments")
    made = []
    for index, row in enumerate(rows):
        path = f"{SECTION}/assignments/{index}"
        people, workers = known[row["agent"]]
        signed = loading.signed(row, path, loading.agents[row["agent"]])
        made.append(
            Assignment(
                programme=loading.programme, agent=loading.agents[row["agent"]],
                participant_id=_known(people, row["participant"], f"{path}/participant", "participant"),
                key_worker_id=_known(workers, row["key_worker"], f"{path}/key_worker", "key worker"),
                **values(row, ["from_date", "until_date"]), assigned_by=signed["by"], assigned_at=signed["at"],
            )
        )  # fmt: skip
    Assignment.objects.bulk_create(made, batch_size=BATCH)
    _audit(loading, "delivery.assignments.add", len(made))


def _load_activities(loading: Loading, rows: Sequence[Row]) -> None:
    """Many rows at once; a correction names the place in the list, from 0, of the earlier row that it corrects."""
    known = _by_agent(loading, rows, "activities")
    made: list[Activity] = []
    for index, row in enumerate(rows):
        path = f"{SECTION}/activities/{index}"
        people, workers = known[row["agent"]]
        signed = loading.signed(row, path, loading.agents[row["agent"]])
        if refusal := notes.refusal(row.get("note", "")):
            raise PackError(f"{path}/note", refusal)
        if row.get("corrects") is not None and not 0 <= row["corrects"] < index:
            raise PackError(f"{path}/corrects", "It names no earlier row.", "Give the place of an earlier one, from 0.")
        worker = row.get("key_worker")
        made.append(
            Activity(
                programme=loading.programme, agent=loading.agents[row["agent"]],
                participant_id=_known(people, row["participant"], f"{path}/participant", "participant"),
                key_worker_id=_known(workers, worker, f"{path}/key_worker", "key worker") if worker else None,
                day=date.fromisoformat(row["day"]), kind=row["kind"], minutes=row["minutes"],
                note=row.get("note", ""), recorded_by=signed["by"], recorded_at=signed["at"],
            )
        )  # fmt: skip
    _write_in_order(made, [row.get("corrects") for row in rows])
    _audit(loading, "delivery.activity.upload", len(made))


def _write_in_order(made: Sequence[Activity], corrects: Sequence[int | None]) -> None:
    """Corrections need the number of the row that they correct, so each is written after what stands before it."""
    waiting: list[Activity] = []
    for one, corrected in zip(made, corrects, strict=True):
        if corrected is not None:
            Activity.objects.bulk_create(waiting, batch_size=BATCH)
            waiting = []
            one.corrects = made[corrected]
        waiting.append(one)
    Activity.objects.bulk_create(waiting, batch_size=BATCH)


def _audit(loading: Loading, action: str, rows: int) -> None:
    if rows:
        audit.record(
            by=loading.by, at=loading.at, action=action, programme=loading.programme.slug, subject=loading.programme,
            after={"rows": rows},
        )  # fmt: skip
