"""Writing a draft of the contract, for every action that changes one. Permission is the caller's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.actions import audit
from accounts.models import User
from contracts.actions import rows
from contracts.actions.refusals import BadTerms, NoLongerDraft
from contracts.domain import documents, terms
from contracts.domain.problems import TermsError
from contracts.models import ContractVersion
from contracts.selectors import terms as stored
from stages.actions import visits
from stages.models import Programme

STAGE = 4


def hold(programme: Programme) -> None:
    """Lock the programme and the open visit of stage 4, in that order; raise `StageClosed` where it is not open."""
    visits.lock(programme)
    visits.require_open(programme=programme, stage=STAGE)


def lock(version: ContractVersion) -> ContractVersion:
    """The version as it now stands, locked until the transaction ends."""
    return (
        ContractVersion.objects.select_for_update(no_key=True, of=("self",))
        .select_related("programme")
        .get(pk=version.pk)
    )


def current_draft(programme: Programme) -> ContractVersion | None:
    """The draft of the programme, locked, if there is one. A proposed version cannot be drafted over."""
    version = programme.contract_versions.not_yet_agreed().select_for_update(no_key=True).first()
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
