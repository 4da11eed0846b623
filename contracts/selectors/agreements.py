"""Who has agreed a version, and who has not."""

import dataclasses
import datetime

from django.db.models import QuerySet

from accounts.models import Organisation, User
from contracts import permissions
from contracts.models import Agreement, ContractVersion
from stages.models import Membership, Programme


@dataclasses.dataclass(frozen=True)
class Signatory:
    """One whose agreement a version needs, with the agreement if it was given.

    `may_agree`: the viewer may give it now. `nobody`: no person of the programme could.
    """

    on_behalf_of: str
    label: str
    organisation: Organisation | None
    agreement: Agreement | None
    may_agree: bool = False
    nobody: bool = False


def given(version: ContractVersion) -> QuerySet[Agreement]:
    """The agreements to the version's present terms."""
    return version.agreements.filter(digest=version.digest).select_related("agreed_by", "organisation")


def signatories(version: ContractVersion, viewer: User | None = None) -> list[Signatory]:
    """Every principal, every agent and the Expert Body, in that order."""
    found = {(one.on_behalf_of, one.organisation_id): one for one in given(version)} if version.digest else {}
    acting = _acting(version)
    held = {(one.role, one.organisation_id) for one in acting if viewer is not None and one.user_id == viewer.pk}
    present = {(one.role, one.organisation_id) for one in acting}
    waiting = version.proposed_at is not None and version.agreed_at is None
    rows = [
        Signatory(
            on_behalf_of=party.role,
            label=f"{party.organisation} ({party.get_role_display().lower()})",
            organisation=party.organisation,
            agreement=found.get((party.role, party.organisation_id)),
            may_agree=waiting
            and (party.role, party.organisation_id) in held
            and (party.role, party.organisation_id) not in found,
            nobody=(party.role, party.organisation_id) not in present,
        )
        for party in version.parties.select_related("organisation").order_by("-role", "pk")
    ]
    body = Agreement.On.EXPERT_BODY.value
    decides = viewer is not None and permissions.can(viewer, "contract.agree_for_body", version.programme)
    agreed = found.get((body, None))
    return [*rows, Signatory(body, "Expert Body", None, agreed, may_agree=waiting and decides and agreed is None)]


def awaited(version: ContractVersion) -> list[Signatory]:
    """Those whose agreement is still missing."""
    return [one for one in signatories(version) if one.agreement is None]


def none_in_force(programme: Programme, day: datetime.date) -> str:
    """That no version is in force on the day, and what would bring one into force where one waits for that."""
    said = f"No contract version is in force on {day:%d/%m/%Y}."
    waiting = programme.contract_versions.not_yet_agreed().filter(effective_from__lte=day).first()
    if waiting is None:
        return said
    missing = ", ".join(one.label for one in awaited(waiting))
    return f"{said} Version {waiting.number} would be, once it is agreed: agreements are missing of {missing}."


def _acting(version: ContractVersion) -> list[Membership]:
    roles = [role.value for role in permissions.PARTY_ROLES.values()]
    return list(version.programme.memberships.filter(role__in=roles))
