"""Declarations of interest: before anybody scores a candidate, they say whether they have an interest in it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.errors import Refused
from accounts.models import User
from stages.actions import records
from stages.models import Candidate, ConflictDeclaration, Programme
from stages.selectors import conflicts


@transaction.atomic
def declare(
    *, candidate: Candidate, has_interest: bool, statement: str = "", by: User, at: datetime
) -> ConflictDeclaration:
    """Keep a person's word whether they have an interest in a candidate. Earlier words are kept; the latest counts.

    An interest is stated in words, and so is why one that was declared before no longer stands.
    """
    records.begin(candidate.programme, candidate.stage, by, "stage.score")
    statement = statement.strip()
    earlier = conflicts.declaration(candidate, by)
    if has_interest and not statement:
        raise Refused(f"Say in words what your interest in {candidate} is.")
    if earlier and earlier.has_interest and not has_interest and not statement:
        raise Refused(f"You declared an interest in {candidate} before. Say why it no longer stands.")
    made = ConflictDeclaration.objects.create(
        candidate=candidate, has_interest=has_interest, statement=statement, declared_by=by, declared_at=at
    )
    names = ["candidate", "has_interest", "statement"]
    records.added(
        made, programme=candidate.programme, action="stages.candidate.declare", names=names, by=by, at=at
    )  # fmt: skip
    return made


@transaction.atomic
def declare_all(
    *, programme: Programme, stage: int, declarations: Mapping[int, tuple[bool, str]], by: User, at: datetime
) -> int:
    """A person's declarations on several candidates, by primary key; only what is new is written. How many were."""
    records.begin(programme, stage, by, "stage.score")
    standing = conflicts.of_person(programme, stage, by)
    candidates = Candidate.objects.filter(programme=programme, stage=stage, pk__in=declarations)
    new = [
        candidate
        for candidate in candidates.select_related("programme", "organisation").order_by("pk")
        if not _stands(standing.get(candidate.pk), declarations[candidate.pk])
    ]
    for candidate in new:
        has_interest, statement = declarations[candidate.pk]
        declare(candidate=candidate, has_interest=has_interest, statement=statement, by=by, at=at)
    return len(new)


def _stands(earlier: ConflictDeclaration | None, given: tuple[bool, str]) -> bool:
    return earlier is not None and (earlier.has_interest, earlier.statement) == (given[0], given[1].strip())


def require_free(candidate: Candidate, by: User) -> None:
    """Raise `Refused` unless the person has declared that they have no interest in the candidate."""
    if by.is_system:
        return
    word = conflicts.declaration(candidate, by)
    if word is None:
        raise Refused(f"Declare first whether you have an interest in {candidate}. Then score it.")
    if word.has_interest:
        raise Refused(f"You declared an interest in {candidate}, so others score it without you.")


def require_no_interest(programme: Programme, stage: int, by: User) -> None:
    """Raise `Refused` when the person has an interest in any candidate of the selection."""
    named = [str(row.candidate) for row in conflicts.of_person(programme, stage, by).values() if row.has_interest]
    if named:
        raise Refused(f"You declared an interest in {', '.join(named)}, so somebody else must record the choice.")
