"""Bank details of the organisations of a programme, as those who may see them see them: masked."""

import dataclasses
from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Organisation, User
from contracts.models import Party
from payments import permissions
from payments.models import BankAccount, BankAccountDecision
from stages.models import Programme

CONFIRMED = BankAccountDecision.Kind.CONFIRMED


def accounts_of(programme: Programme, organisations: Iterable[int]) -> dict[int, BankAccount]:
    """The account that counts for each organisation that has one: the latest that was confirmed, with its numbers."""
    rows = BankAccount.objects.filter(
        programme=programme, organisation__in=list(organisations), decision__kind=CONFIRMED, elsewhere=""
    ).order_by("decision__pk")
    return {row.organisation_id: row for row in rows}


@dataclasses.dataclass(frozen=True)
class Held:
    """An organisation with the account that counts, one that waits for a second person, and those before."""

    organisation: Organisation
    role: str
    account: BankAccount | None
    waiting: BankAccount | None
    before: list[BankAccount]
    may_decide: bool


def held(programme: Programme, viewer: User) -> list[Held]:
    """Everybody who pays or is paid under the contract, as far as the viewer may see their details."""
    parties = Party.objects.filter(version__programme=programme).order_by("role", "organisation__name")
    found: dict[int, Held] = {}
    for party in parties.select_related("organisation"):
        if party.organisation_id not in found and permissions.may_see_account_of(viewer, programme, party.organisation):
            label = "Pays" if party.role == Party.Role.PRINCIPAL else "Is paid"
            found[party.organisation_id] = _held(programme, party.organisation, label, viewer)
    return sorted(found.values(), key=lambda one: (one.role, one.organisation.name))


def _held(programme: Programme, organisation: Organisation, role: str, viewer: User) -> Held:
    rows = list(
        BankAccount.objects.filter(programme=programme, organisation=organisation)
        .select_related("entered_by", "decision__by")
        .order_by("-pk")
    )
    decided = [row for row in rows if hasattr(row, "decision")]
    confirmed = sorted(
        (row for row in decided if row.decision.kind == CONFIRMED and not row.elsewhere),
        key=lambda row: row.decision.pk,
        reverse=True,
    )
    account = confirmed[0] if confirmed else None
    waiting = next((row for row in rows if not hasattr(row, "decision") and not row.elsewhere), None)
    return Held(
        organisation=organisation,
        role=role,
        account=account,
        waiting=waiting,
        before=[row for row in decided if row != account],
        may_decide=waiting is not None
        and waiting.entered_by_id != viewer.pk
        and permissions.can(viewer, "bank.decide", programme),
    )


def visible(viewer: User, programme: Programme) -> "QuerySet[BankAccount]":
    """Every entry of bank details that the viewer may see, the latest first."""
    found = BankAccount.objects.filter(permissions.accounts_seen_by(viewer, programme), programme=programme)
    return found.select_related("organisation", "decision").order_by("-pk")


def organisation_for(viewer: User, programme: Programme, code: str) -> Organisation:
    """A party of the contract whose details the viewer may see."""
    found = Organisation.objects.filter(
        code=code, pk__in=Party.objects.filter(version__programme=programme).values("organisation")
    ).first()
    if found is None or not permissions.may_see_account_of(viewer, programme, found):
        raise Http404("No such organisation")
    return found


def account_for(viewer: User, programme: Programme, pk: int) -> BankAccount:
    """One entry of bank details that the viewer may see."""
    found = BankAccount.objects.filter(programme=programme, pk=pk).select_related("organisation", "entered_by").first()
    if found is None or not permissions.may_see_account_of(viewer, programme, found.organisation):
        raise Http404("No such bank details")
    return found
