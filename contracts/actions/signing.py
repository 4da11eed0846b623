"""Fixing the terms of a version and recording who agrees them. Permission and the open stage are the caller's."""

import datetime as dt
from datetime import datetime

from django.db.models import Q

from accounts.actions import audit
from accounts.models import Organisation, User
from contracts.actions.drafting import lock
from contracts.actions.refusals import AlreadyAgreed, BadTerms, NoLongerDraft, TermsChanged, VersionRefused
from contracts.domain import documents
from contracts.models import Agreement, ContractVersion, Period
from contracts.selectors import agreements, proposals
from contracts.selectors import terms as stored


def write_proposal(*, version: ContractVersion, by: User, at: datetime, agreed_before: bool = False) -> ContractVersion:
    """Fix the terms of a draft. Permission and the open stage are the caller's.

    `agreed_before`: a pack tells that the terms were proposed long ago; whether it was wise is not judged again.
    """
    locked = lock(version)
    if not locked.is_draft:
        raise NoLongerDraft(f"Version {locked.number} is proposed already. The parties can agree it.")
    if found := proposals.formal_problems(locked) if agreed_before else proposals.problems(locked):
        raise BadTerms("The version cannot be proposed yet:", found)
    locked.digest = documents.digest(stored.of(locked))
    locked.proposed_at, locked.proposed_by = at, by
    locked.save(update_fields=["digest", "proposed_at", "proposed_by"])
    audit.record(
        by=by,
        at=at,
        action="contracts.version.propose",
        programme=locked.programme.slug,
        subject=locked,
        after={"number": locked.number, "digest": locked.digest},
    )
    return locked


def write_agreement(
    *,
    version: ContractVersion,
    on_behalf_of: str,
    organisation: Organisation | None,
    by: User,
    at: datetime,
    digest: str = "",
    rationale: str = "",
) -> Agreement:
    """Record one agreement; when it is the last one needed, put the version in force. Permission is the caller's."""
    locked = lock(version)
    _require_agreeable(locked, on_behalf_of, organisation, digest)
    made = Agreement.objects.create(
        version=locked,
        on_behalf_of=on_behalf_of,
        organisation=organisation,
        digest=locked.digest,
        agreed_by=by,
        agreed_at=at,
    )
    audit.record(
        by=by,
        at=at,
        action="contracts.version.agree",
        programme=locked.programme.slug,
        subject=locked,
        after={
            "number": locked.number,
            "on_behalf_of": on_behalf_of,
            "organisation": organisation.code if organisation else "",
            "digest": locked.digest,
            "rationale": rationale,
        },
    )
    if not agreements.awaited(locked):
        _put_in_force(locked, by=by, at=at)
    return made


def _require_agreeable(
    version: ContractVersion, on_behalf_of: str, organisation: Organisation | None, digest: str
) -> None:
    """The version is proposed, unchanged since it was read, names the party, and the party has not agreed it before."""
    if version.is_draft:
        raise VersionRefused(f"Version {version.number} is a draft. It can be agreed once it is proposed.")
    if earlier := agreements.given(version).filter(on_behalf_of=on_behalf_of, organisation=organisation).first():
        who = organisation.name if organisation else "The Expert Body"
        raise AlreadyAgreed(
            f"{who} has already agreed version {version.number}: {earlier.agreed_by} did so on "
            f"{earlier.agreed_at.day} {earlier.agreed_at:%B %Y}. Nothing was changed."
        )
    if organisation and not version.parties.filter(role=on_behalf_of, organisation=organisation).exists():
        raise VersionRefused(f"{organisation} is no {on_behalf_of} of version {version.number}.")
    if (digest and digest != version.digest) or documents.digest(stored.of(version)) != version.digest:
        raise TermsChanged("The terms have changed since you read them. Read the version again, then agree it.")


def _put_in_force(version: ContractVersion, *, by: User, at: datetime) -> None:
    """The version is agreed: the one before ends the day before it starts, and its periods are opened."""
    if clash := [*proposals.sequence_problems(version), *proposals.stated_problems(version)]:
        raise BadTerms("The version cannot come into force. Send it back to drafting:", clash)
    day_before = version.effective_from - dt.timedelta(days=1)
    earlier = version.programme.contract_versions.agreed().filter(effective_from__lt=version.effective_from)
    for one in earlier.filter(Q(effective_to__isnull=True) | Q(effective_to__gt=day_before)).select_for_update(
        no_key=True
    ):
        one.effective_to = day_before
        one.save(update_fields=["effective_to"])
    version.agreed_at = at
    version.save(update_fields=["agreed_at"])
    _open_periods(version)
    audit.record(
        by=by,
        at=at,
        action="contracts.version.in_force",
        programme=version.programme.slug,
        subject=version,
        after={"number": version.number, "effective_from": version.effective_from},
    )


def _open_periods(version: ContractVersion) -> None:
    known = set(version.programme.periods.values_list("code", flat=True))
    Period.objects.bulk_create(
        Period(programme=version.programme, code=period.code, starts_on=period.starts_on, ends_on=period.ends_on)
        for period in stored.of(version).periods
        if period.code not in known
    )
