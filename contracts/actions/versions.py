"""Draft, propose and agree versions of a programme's contract."""

import datetime as dt
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.actions import audit
from accounts.models import Organisation, User
from contracts import permissions
from contracts.actions import rows
from contracts.actions.refusals import AlreadyAgreed, BadTerms, NoLongerDraft, TermsChanged, VersionRefused
from contracts.domain import documents, terms
from contracts.domain.problems import TermsError
from contracts.models import Agreement, ContractVersion, Period
from contracts.selectors import agreements, proposals
from contracts.selectors import terms as stored
from stages.actions import visits
from stages.models import Programme

STAGE = 4


@transaction.atomic
def draft_from(*, programme: Programme, document: Mapping[str, Any], by: User, at: datetime) -> ContractVersion:
    """Make this document the terms of the programme's draft; begin one if there is none.

    The draft may be unfinished; what can never be right (an unknown outcome, overlapping dates, a floating-point
    amount …) is refused with `BadTerms`, which names every place.
    """
    permissions.require(by, "contract.draft", programme)
    visits.require_open(programme=programme, stage=STAGE)
    version = current_draft(programme)
    return write_draft(programme=programme, version=version, document=document, by=by, at=at)


@transaction.atomic
def begin(*, programme: Programme, by: User, at: datetime) -> ContractVersion:
    """Begin a draft with the terms of the latest version, from the day after it began or ended, or an empty one."""
    permissions.require(by, "contract.draft", programme)
    visits.require_open(programme=programme, stage=STAGE)
    if programme.contract_versions.not_yet_agreed().exists():
        raise VersionRefused("There is a version that is not agreed yet. Change that one, or discard it first.")
    latest = programme.contract_versions.agreed().order_by("-number").first()
    if latest is None:
        today = at.date().isoformat()
        document: dict[str, Any] = {"title": "First version", "effective_from": today}
    else:
        document = stored.document(latest)
        start = max(at.date(), latest.effective_from + dt.timedelta(days=1))
        document |= {"summary": "", "effective_from": start.isoformat()}
        if latest.effective_to is not None and latest.effective_to < start:
            document["effective_to"] = None
    return write_draft(programme=programme, version=None, document=document, by=by, at=at)


def current_draft(programme: Programme) -> ContractVersion | None:
    """The draft of the programme, locked, if there is one. A proposed version cannot be drafted over."""
    version = programme.contract_versions.not_yet_agreed().select_for_update().first()
    if version is not None and not version.is_draft:
        raise NoLongerDraft(
            f"Version {version.number} is proposed and can no longer be changed. Send it back to drafting first."
        )
    return version


def write_draft(
    *, programme: Programme, version: ContractVersion | None, document: Mapping[str, Any], by: User, at: datetime
) -> ContractVersion:
    """Write the draft's rows and the audit row. Permission and lock are the caller's."""
    latest = programme.contract_versions.order_by("-number").first()
    number = version.number if version else (latest.number + 1 if latest else 1)
    intro = "The contract was not changed:"
    try:
        found, _ = terms.parse_draft({**document, "number": number})
        before = stored.document(version) if version else {}
        if version is None:
            version = ContractVersion.objects.create(
                programme=programme, number=number, effective_from=found.effective_from, drafted_by=by, drafted_at=at
            )
        rows.write(version, found)
    except TermsError as error:
        raise BadTerms(intro, error.problems) from error
    after = documents.of_terms(found)
    touched = [key for key in after if before.get(key) != after[key]]
    audit.record(
        by=by,
        at=at,
        action="contracts.version.draft",
        programme=programme.slug,
        subject=version,
        before={key: before[key] for key in touched if key in before},
        after={key: after[key] for key in touched},
    )
    return version


@transaction.atomic
def discard(*, version: ContractVersion, by: User, at: datetime) -> None:
    """Throw a draft away. What was ever proposed is kept."""
    permissions.require(by, "contract.draft", version.programme)
    visits.require_open(programme=version.programme, stage=STAGE)
    locked = lock(version)
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
    visits.require_open(programme=version.programme, stage=STAGE)
    return write_proposal(version=version, by=by, at=at)


def write_proposal(*, version: ContractVersion, by: User, at: datetime) -> ContractVersion:
    """Fix the terms of a draft. Permission and the open stage are the caller's."""
    locked = lock(version)
    if not locked.is_draft:
        raise NoLongerDraft(f"Version {locked.number} is proposed already. The parties can agree it.")
    if found := proposals.problems(locked):
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


@transaction.atomic
def send_back(*, subject: ContractVersion, by: User, at: datetime, rationale: str) -> ContractVersion:
    """Make a proposed version a draft again, with the reason. Agreements given to the old terms stay on record."""
    permissions.require(by, "contract.send_back", subject.programme)
    visits.require_open(programme=subject.programme, stage=STAGE)
    locked = lock(subject)
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

    `digest` is that of the terms as the person read them; where it is given and differs, nothing is agreed.
    """
    if on_behalf_of not in permissions.PARTY_ROLES or organisation is None:
        raise VersionRefused("Choose the organisation on whose behalf you agree.")
    permissions.require_may_agree_for(by, version.programme, on_behalf_of, organisation)
    visits.require_open(programme=version.programme, stage=STAGE)
    return write_agreement(
        version=version, on_behalf_of=on_behalf_of, organisation=organisation, by=by, at=at, digest=digest
    )


@transaction.atomic
def agree_for_expert_body(*, subject: ContractVersion, by: User, at: datetime, rationale: str) -> Agreement:
    """Record that the Expert Body agrees a proposed version: carries out its decision."""
    permissions.require(by, "contract.agree_for_body", subject.programme)
    visits.require_open(programme=subject.programme, stage=STAGE)
    return write_agreement(
        version=subject, on_behalf_of=Agreement.On.EXPERT_BODY, organisation=None, by=by, at=at, rationale=rationale
    )


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


def lock(version: ContractVersion) -> ContractVersion:
    """The version as it now stands, locked until the transaction ends."""
    return ContractVersion.objects.select_for_update(of=("self",)).select_related("programme").get(pk=version.pk)


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
    if clash := proposals.sequence_problems(version):
        raise BadTerms("The version cannot come into force:", clash)
    day_before = version.effective_from - dt.timedelta(days=1)
    earlier = version.programme.contract_versions.agreed().filter(effective_from__lt=version.effective_from)
    for one in earlier.filter(Q(effective_to__isnull=True) | Q(effective_to__gt=day_before)).select_for_update():
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
