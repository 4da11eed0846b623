"""Answers to whether Payment by Results suits a service: begun, given page by page, and forgotten when left."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from accounts.actions import audit
from accounts.errors import Forbidden, Refused
from accounts.models import User
from knowledge.actions import limits
from knowledge.domain import suitability as rules
from knowledge.models import Assessment
from knowledge.selectors import suitability

KEPT = timedelta(days=365)
FIELDS = ("side", "service", "answers")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def begin(
    *, side: str, service: str, by: User | None, at: datetime, address: str = "", programme: str = ""
) -> tuple[Assessment, str]:
    """Begin a set of answers; with it, the key under which it is found again.

    `by` is None for a visitor without an account, whose key is a secret that is told this once. What visitors do is
    not audited: nobody is known, and rows that are never removed must not grow at strangers' will.
    """
    if side not in Assessment.Side.values:
        raise Refused("Say from which side you answer.")
    token = ""
    if by is None:
        limits.take("begin", address=address, at=at)
        token = secrets.token_urlsafe(32)
    begun = Assessment.objects.create(
        side=side, service=service.strip()[:120], token_hash=_hash(token) if token else None, person=by,
        programme=programme, begun_at=at, changed_at=at,
    )  # fmt: skip
    if by is not None:
        audit.record(
            by=by, at=at, action="knowledge.suitability.begin", programme=programme, subject=begun,
            after={"side": side, "service": begun.service},
        )  # fmt: skip
    return begun, token or str(begun.pk)


@transaction.atomic
def answer(
    *,
    assessment: Assessment,
    number: int,
    given: rules.Answers,
    by: User | None,
    at: datetime,
    address: str = "",
    programme: str = "",
) -> Assessment:
    """Keep the answers to one page. Raises `Refused` when they do not fit its questions.

    Answers are their author's alone; those of a programme are changed through its stage, which names the programme.
    """
    kept = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if kept.programme != programme or (kept.person_id is not None and kept.person != by):
        raise Forbidden("Only the person who gave these answers changes them. Begin your own, and compare.")
    if kept.person_id is None:
        limits.take("answer", address=address, at=at)
    tool = suitability.tool()
    page = tool.page(number)
    if page is None:
        raise Refused("There is no such question. Go back to the list of your answers.")
    if wrong := rules.shortfalls(tool, page, given, kept.side):
        raise Refused(next(iter(wrong.values())))
    kept.answers = {**kept.answers, **rules.of_page(tool, page, given)}
    _note_completion(kept, at)
    kept.save(update_fields=["answers", "changed_at", "completed_at"])
    if by is not None:
        audit.record(
            by=by, at=at, action="knowledge.suitability.answer", programme=programme, subject=kept,
            after={"page": page.code},
        )  # fmt: skip
    return kept


def _note_completion(kept: Assessment, at: datetime) -> None:
    """Write when the last page was answered; it stays when an answer is changed later."""
    kept.changed_at = at
    tool = suitability.tool()
    if kept.completed_at is None and all(rules.is_answered(tool, page, kept.answers) for page in tool.pages):
        kept.completed_at = at


@transaction.atomic
def forget_left(*, at: datetime) -> int:
    """Remove what visitors without an account began, did not finish and did not touch for a year; how many."""
    removed, _by_kind = Assessment.objects.left_since(at - KEPT).delete()
    return removed
