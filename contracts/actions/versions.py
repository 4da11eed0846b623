"""Draft, propose and agree versions of a programme's contract."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actions import audit
from accounts.models import Organisation, User
from contracts import permissions
from contracts.actions import drafting, signing
from contracts.actions.refusals import NoLongerDraft, VersionRefused
from contracts.models import Agreement, ContractVersion
from contracts.selectors import agreements, beginnings
from contracts.selectors import terms as stored
from stages.models import Programme


@transaction.atomic
def draft_from(*, programme: Programme, document: Mapping[str, Any], by: User, at: datetime) -> ContractVersion:
    """Make this document the terms of the programme's draft; begin one if there is none.

    The draft may be unfinished; what can never be right (an unknown outcome, overlapping dates, a floating-point
    amount …) is refused with `BadTerms`, which names every place.
    """
    permissions.require(by, "contract.draft", programme)
    drafting.hold(programme)
    version = drafting.current_draft(programme)
    return drafting.write_draft(programme=programme, version=version, document=document, by=by, at=at)


@transaction.atomic
def begin(*, programme: Programme, by: User, at: datetime) -> ContractVersion:
    """Begin a draft: with the terms of the latest version, or else of the programme's template, or else empty."""
    permissions.require(by, "contract.draft", programme)
    drafting.hold(programme)
    if programme.contract_versions.not_yet_agreed().exists():
        raise VersionRefused("There is a version that is not agreed yet. Change that one, or discard it first.")
    document = beginnings.document(programme, localdate(at))
    return drafting.write_draft(programme=programme, version=None, document=document, by=by, at=at)


@transaction.atomic
def discard(*, version: ContractVersion, by: User, at: datetime) -> None:
    """Throw a draft away. What was ever proposed is kept."""
    permissions.require(by, "contract.draft", version.programme)
    drafting.hold(version.programme)
    locked = drafting.lock(version)
    if not locked.is_draft or locked.agreements.exists():
        raise NoLongerDraft("Only a draft that was never agreed by anybody can be discarded. Change it instead.")
    audit.record(
        by=by,
        at=at,
        action="contracts.version.discard",
        programme=version.programme.slug,
        subject=locked,
        before=stored.document(locked),
    )
    for kind in (locked.targets, locked.caps, locked.rules, locked.outcomes, locked.segments, locked.parties):
        kind.all().delete()
    locked.delete()


@transaction.atomic
def propose(*, version: ContractVersion, by: User, at: datetime) -> ContractVersion:
    """Put the draft to the parties and the Expert Body. From now on its terms are fixed, under their digest.

    Raises `BadTerms` with everything that is still missing or wrong.
    """
    permissions.require(by, "contract.propose", version.programme)
    drafting.hold(version.programme)
    return signing.write_proposal(version=version, by=by, at=at)


@transaction.atomic
def send_back(*, subject: ContractVersion, by: User, at: datetime, rationale: str) -> ContractVersion:
    """Make a proposed version a draft again, with the reason. Agreements given to the old terms stay on record."""
    permissions.require(by, "contract.send_back", subject.programme)
    drafting.hold(subject.programme)
    locked = drafting.lock(subject)
    if locked.is_draft:
        raise VersionRefused(f"Version {locked.number} is a draft already.")
    if locked.is_agreed:
        raise NoLongerDraft(f"Version {locked.number} is agreed for good. Draft a new version to change the contract.")
    if not rationale.strip():
        raise VersionRefused("Enter why the version is sent back, so that the drafters know what to change.")
    before = {"digest": locked.digest, "proposed_at": locked.proposed_at}
    locked.proposed_at, locked.proposed_by, locked.digest = None, None, ""
    locked.save(update_fields=["proposed_at", "proposed_by", "digest"])
    audit.record(
        by=by,
        at=at,
        action="contracts.version.send_back",
        programme=locked.programme.slug,
        subject=locked,
        before=before,
        after={"reason": rationale.strip()},
    )
    return locked


@transaction.atomic
def agree(
    *,
    version: ContractVersion,
    on_behalf_of: str,
    organisation: Organisation | None,
    by: User,
    at: datetime,
    digest: str = "",
) -> Agreement:
    """Agree a proposed version on behalf of one of its parties. The last agreement puts it in force from its date.

    Nobody agrees for both sides, principal and agent, whatever roles they hold.

    `digest` is that of the terms as the person read them; where it is given and differs, nothing is agreed.
    """
    if on_behalf_of not in permissions.PARTY_ROLES or organisation is None:
        raise VersionRefused("Choose the organisation on whose behalf you agree.")
    permissions.require_may_agree_for(by, version.programme, on_behalf_of, organisation)
    drafting.hold(version.programme)
    _require_one_side(version, on_behalf_of, by)
    return signing.write_agreement(
        version=version, on_behalf_of=on_behalf_of, organisation=organisation, by=by, at=at, digest=digest
    )


@transaction.atomic
def agree_for_expert_body(*, subject: ContractVersion, by: User, at: datetime, rationale: str) -> Agreement:
    """Record that the Expert Body agrees a proposed version: carries out its decision."""
    permissions.require(by, "contract.agree_for_body", subject.programme)
    drafting.hold(subject.programme)
    return signing.write_agreement(
        version=subject, on_behalf_of=Agreement.On.EXPERT_BODY, organisation=None, by=by, at=at, rationale=rationale
    )


def _require_one_side(version: ContractVersion, on_behalf_of: str, by: User) -> None:
    """The person has not agreed these terms for the other side."""
    own = agreements.given(drafting.lock(version)).filter(agreed_by=by, on_behalf_of__in=permissions.PARTY_ROLES)
    other = None if by.is_system else own.exclude(on_behalf_of=on_behalf_of).first()
    if other is not None:
        raise VersionRefused(
            f"You have agreed this version for {other.organisation}, on the other side of the contract. "
            "Somebody else must agree it for this one."
        )
