"""The section `ledger` of a programme pack: statements as they were opened, and every pricing run with its entries.

Pricing anew would state what is owed today, not what was stated when. So the entries travel, and are written under
digests of their own, because a digest covers keys of the database.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import DatabaseError, transaction

from accounts.models import Organisation, User
from delivery.models import Participant
from outcomes.selectors import claim_names
from payments.actions import entries
from payments.actions.entries import Entry
from payments.domain.ledger import Change
from payments.models import LedgerEntry, PricingRun, Statement
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.actions.pack_records import moment
from stages.models import Programme

SECTION = "ledger"
MONEY = ("gross", "deadweight", "capped", "net")
Row = Mapping[str, Any]


@transaction.atomic
def load(*, programme: Programme, section: Row, by: User, at: datetime) -> None:
    """Open the statements and write the runs. A programme that has runs of its own keeps them, and takes no others."""
    if programme.pricing_runs.exists():
        return
    periods = dict(programme.periods.values_list("code", "pk"))
    agents: dict[str, int] = dict(Organisation.objects.values_list("code", "pk"))
    statements = {}
    for index, row in enumerate(section["statements"]):
        if row["period"] not in periods or row["agent"] not in agents:
            raise PackError(f"{SECTION}/statements/{index}", "The pack has no such agent or period.")
        statements[row["agent"], row["period"]] = Statement.objects.create(
            programme=programme, agent_id=agents[row["agent"]], period_id=periods[row["period"]],
            opened_at=moment(row.get("opened_at"), at),
        ).pk  # fmt: skip
    loading = _Loading(programme, statements, agents)
    for index, row in enumerate(section["runs"]):
        path = f"{SECTION}/runs/{index}"
        who, when = pack_people.person(row.get("by"), by, f"{path}/by"), moment(row.get("at"), at)
        found = [loading.entry(one, f"{path}/entries/{place}") for place, one in enumerate(row["entries"])]
        try:
            with transaction.atomic():
                entries.write(
                    programme=programme, entries=found, as_of=date.fromisoformat(row["as_of"]), by=who, at=when
                )
        except DatabaseError as problem:
            raise PackError(path, "An entry does not add up, or is of another agent or participant.") from problem


class _Loading:
    """What entries refer to, by the names that the pack gives."""

    def __init__(
        self, programme: Programme, statements: Mapping[tuple[str, str], int], agents: Mapping[str, int]
    ) -> None:
        self.statements, self.agents = statements, agents
        self.versions = dict(programme.contract_versions.values_list("number", "pk"))
        self.claims = claim_names.ids(programme)
        people = Participant.objects.filter(programme=programme).values_list("agent__code", "reference", "pk")
        self.people = {(agent, reference): pk for agent, reference, pk in people}
        rows = programme.claims.values_list("pk", "participant_id")
        self.of_claims = dict(rows)

    def entry(self, row: Row, path: str) -> Entry:
        place = row["agent"], row["period"]
        if place not in self.statements or row["version"] not in self.versions:
            raise PackError(path, "The pack has no such statement or version.")
        claim, participant = self._about(row, path)
        gross, deadweight, capped, net = (Decimal(row[name]) for name in MONEY)
        change = Change(
            self.agents[row["agent"]], participant, claim, self.versions[row["version"]], row["rule"],
            row.get("outcome", ""), row.get("segment", ""), row["period"], Decimal(row["unit_amount"]), row["units"],
            gross, deadweight, capped, net, "", row["explanation"], row.get("about", ""),
        )  # fmt: skip
        return Entry(change, self.statements[place], row["kind"], row.get("reason", ""))

    def _about(self, row: Row, path: str) -> tuple[int | None, int | None]:
        """The claim and the participant that the entry is about, as far as it is about any."""
        if "claim" in row:
            claim = self.claims.get(claim_names.name(row["claim"]))
            if claim is None:
                raise PackError(f"{path}/claim", "The pack has no such claim.", "Add it to “claims”.")
            return claim, self.of_claims[claim]
        if "participant" in row:
            found = self.people.get((row["participant"]["agent"], row["participant"]["reference"]))
            if found is None:
                raise PackError(f"{path}/participant", "The pack has no such participant.")
            return None, found
        return None, None


def export(programme: Programme) -> dict[str, Any] | None:
    """Every statement and every run, in order, in the form in which `load` reads them."""
    statements = Statement.objects.filter(programme=programme).select_related("agent", "period").order_by("pk")
    opened = [
        {"agent": one.agent.code, "period": one.period.code, "opened_at": one.opened_at.isoformat()}
        for one in statements
    ]
    if not opened:
        return None
    known = claim_names.known_as(programme)
    runs = programme.pricing_runs.select_related("run_by").order_by("number")
    return {"statements": opened, "runs": [_run(one, known) for one in runs]}


def _run(run: PricingRun, known: Mapping[tuple[int, int], str]) -> dict[str, Any]:
    found = LedgerEntry.objects.filter(run=run).select_related(
        "statement__agent", "statement__period", "version", "participant__agent", "claim__agent", "claim__participant"
    )
    return {
        "number": run.number, "as_of": run.as_of.isoformat(), "by": run.run_by.email, "at": run.run_at.isoformat(),
        "entries": [_entry(one, known) for one in found.order_by("pk").iterator(chunk_size=5000)],
    }  # fmt: skip


def _entry(one: LedgerEntry, known: Mapping[tuple[int, int], str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "agent": one.statement.agent.code, "period": one.statement.period.code, "kind": one.kind,
        "version": one.version.number, "rule": one.rule, "units": one.units, "unit_amount": str(one.unit_amount),
    }  # fmt: skip
    if one.claim is not None:
        row["claim"] = claim_names.named(one.claim, known)
    elif one.participant is not None:
        row["participant"] = {"agent": one.participant.agent.code, "reference": one.participant.reference}
    row |= {name: text for name in ("outcome", "segment", "reason", "about") if (text := getattr(one, name))}
    return row | {name: str(getattr(one, name)) for name in MONEY} | {"explanation": one.explanation}
