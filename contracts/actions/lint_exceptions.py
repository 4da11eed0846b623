"""The Expert Body records why it goes on in spite of a finding of the linter, or takes that back."""

from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import User
from contracts import permissions
from contracts.actions import drafting
from contracts.domain import gate
from contracts.domain.lint.remarks import BREAKS
from contracts.models import ContractVersion, LintException
from contracts.selectors import lint_exceptions as selector
from contracts.selectors import linting
from stages.models import Programme


@transaction.atomic
def record(*, version: ContractVersion, check: str, reason: str, by: User, at: datetime) -> LintException:
    """Keep the reason for the finding as it reads now. It answers no other figures."""
    programme = version.programme
    permissions.require(by, "lint.except", programme)
    drafting.hold(programme)
    concerned = linting.concerned(programme)
    if concerned is not None and concerned != version:
        raise Refused(
            f"Reasons to go on are recorded for version {concerned.number}, which the gate looks at. Open its remarks, "
            "and record the reason there."
        )
    remark = next((one for one in linting.remarks(version) if one.code == check), None)
    if remark is None or remark.verdict != BREAKS:
        raise Refused("The linter finds nothing broken here any more, so no reason is needed.")
    if check in gate.WITH_CRITERIA:
        raise Refused("The gate asks for this by itself, and a reason does not answer it. Change the contract.")
    if not reason.strip():
        raise Refused("Enter why the Expert Body goes on.")
    return write(
        programme=programme, check=check, number=version.number, said=remark.why, reason=reason, stands=True, by=by,
        at=at,
    )  # fmt: skip


@transaction.atomic
def take_back(*, version: ContractVersion, check: str, reason: str, by: User, at: datetime) -> LintException:
    """Take a recorded reason back, with the reason for that."""
    programme = version.programme
    permissions.require(by, "lint.except", programme)
    drafting.hold(programme)
    standing = selector.standing(programme).get(check)
    if standing is None:
        raise Refused("No reason to go on stands for this any more.")
    if not reason.strip():
        raise Refused("Enter why the reason no longer holds.")
    return write(
        programme=programme, check=check, number=version.number, said=standing.said, reason=reason, stands=False, by=by,
        at=at,
    )  # fmt: skip


def write(
    *, programme: Programme, check: str, number: int, said: str, reason: str, stands: bool, by: User, at: datetime
) -> LintException:
    """The row and its audit row. Permission and lock are the caller's."""
    row = LintException.objects.create(
        programme=programme,
        check_code=check,
        version_number=number,
        said=said,
        stands=stands,
        reason=reason.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    audit.record(
        by=by,
        at=at,
        action=f"contracts.lint_exception.{'record' if stands else 'take_back'}",
        programme=programme.slug,
        subject=row,
        after={"check": check, "said": said, "reason": row.reason},
    )
    return row
