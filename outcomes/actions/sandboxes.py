"""Sandboxes: a programme's contract with invented participants, in which agents try their clients. Never paid."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Role, User
from accounts.selectors import users
from contracts.actions import pack as contract_pack
from delivery.selectors import contract as contracts
from outcomes.domain import invented
from outcomes.selectors import sandboxes
from stages import permissions
from stages.actions import memberships, pack_export, pack_export_people, packs, visits
from stages.domain import sandboxes as rules
from stages.models import Membership, Programme

SYSTEM = "packs"


class SandboxRefused(Refused):
    """There is nothing of which a sandbox could be made."""


class SandboxStands(Refused):
    """There is one already, and nobody asked for another in its place."""


@transaction.atomic
def make(*, programme: Programme, by: User, at: datetime, afresh: bool = True) -> Programme:
    """Make a sandbox of the programme as it is agreed now, or, `afresh`, one in the place of the last.

    It has the agreed versions of the contract, the people with the roles that they hold, and invented participants. The
    last one is put aside: nobody has a role in it any more, and the tokens made for it open the new one. Raises
    `Forbidden` for all but commissioners and administrators, `SandboxRefused`, and `SandboxStands`.
    """
    permissions.require(by, "sandbox.make", programme)
    if programme.is_sandbox:
        raise SandboxRefused("This is a sandbox already. Make one of the programme itself.")
    visits.lock(programme)
    document = _document(programme, at)
    last = sandboxes.of(programme)
    if last and not afresh:
        raise SandboxStands(f"There is a sandbox already: {last.slug}. Use it, or ask for one afresh in its place.")
    systems = list(Membership.objects.filter(programme=last, user__is_machine=True)) if last else []
    if last:
        memberships.end_all(programme=last, by=by, at=at)
    made, _ = packs.load(document=document, by=users.system_user(SYSTEM), at=at, sandbox_of=programme)
    for one in systems:
        memberships.give(made, one.user, Role(one.role), one.organisation, by, at)
    audit.record(
        by=by, at=at, action="outcomes.sandbox.make", programme=programme.slug, subject=made, after={"slug": made.slug}
    )
    return made


def _document(programme: Programme, at: datetime) -> dict[str, Any]:
    """The pack of the sandbox: nothing of the history, and nobody's records."""
    agreed = set(programme.contract_versions.agreed().values_list("number", flat=True))
    if not agreed:
        raise SandboxRefused("Agree a contract first: a sandbox is a copy of what was agreed.")
    section = contract_pack.export(programme)
    numbers = programme.contract_versions.order_by("number").values_list("number", flat=True)
    kept = [one for number, one in zip(numbers, section["versions"], strict=True) if number in agreed]
    contract = {"periods": section["periods"], "versions": kept}
    agents = sorted(kept[-1]["agents"])
    people = pack_export_people.people(programme, {"contract": contract})
    body = {"people": people, "contract": contract}
    taken = Programme.objects.filter(slug__startswith=rules.SANDBOX).values_list("slug", flat=True)
    head = {
        "slug": rules.slug(programme.slug, set(taken)),
        "name": rules.name(programme.name),
        "summary": "Agents try their systems here. Nobody in it is real, and nothing in it is ever paid.",
        "commissioner": programme.commissioner.code,
        "suppression_threshold": programme.suppression_threshold,
        "is_synthetic": True,
    }
    found = {
        "pack": 1,
        "organisations": pack_export.organisations_named(programme, body),
        "programme": head,
        **body,
        "participants": invented.participants(contracts.of(programme), agents, localdate(at)),
    }
    return {name: value for name, value in found.items() if value}
