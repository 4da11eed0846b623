"""Who has declared what interest in which candidate. The latest declaration of each person on each candidate counts."""

from accounts.models import User
from stages.models import Candidate, ConflictDeclaration, Programme

Pair = tuple[int, int]  # candidate, person


def latest(programme: Programme, stage: int) -> dict[Pair, ConflictDeclaration]:
    """The declaration that counts, by candidate and person."""
    found = ConflictDeclaration.objects.filter(candidate__programme=programme, candidate__stage=stage)
    ordered = found.order_by("candidate_id", "declared_by_id", "-declared_at", "-pk")
    rows = ordered.distinct("candidate_id", "declared_by_id").select_related("candidate__organisation", "declared_by")
    return {(row.candidate_id, row.declared_by_id): row for row in rows}


def interests(programme: Programme, stage: int) -> frozenset[Pair]:
    """Who is barred from whom: the pairs in which an interest stands."""
    return frozenset(pair for pair, row in latest(programme, stage).items() if row.has_interest)


def of_person(programme: Programme, stage: int, person: User) -> dict[int, ConflictDeclaration]:
    """A person's own declarations that count, by candidate."""
    return {candidate: row for (candidate, who), row in latest(programme, stage).items() if who == person.pk}


def declaration(candidate: Candidate, person: User) -> ConflictDeclaration | None:
    """A person's declaration on one candidate; None when they have made none."""
    found = ConflictDeclaration.objects.filter(candidate=candidate, declared_by=person)
    return found.order_by("-declared_at", "-pk").first()


def history(programme: Programme, stage: int) -> list[ConflictDeclaration]:
    """Every declaration of the selection, newest first."""
    found = ConflictDeclaration.objects.filter(candidate__programme=programme, candidate__stage=stage)
    return list(found.select_related("candidate__organisation", "declared_by").order_by("-declared_at", "-pk"))
