"""Starting a programme."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from accounts.actions import audit
from accounts.errors import Refused
from accounts.models import Organisation, Role, User
from stages import permissions
from stages.actions import memberships, visits
from stages.domain.sandboxes import SANDBOX
from stages.models import Programme

SLUG_LENGTH = 80
ADDRESSES = frozenset({"new"})
"""Words that stand where a programme's slug would, in the addresses of other pages."""


def _free_slug(name: str) -> str:
    base = slugify(name)[: SLUG_LENGTH - 5].removeprefix(SANDBOX) or "programme"
    taken = ADDRESSES.union(Programme.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in numbered if slug not in taken)


@transaction.atomic
def create(
    *,
    name: str,
    summary: str = "",
    sector: str = "",
    commissioner: Organisation,
    by: User,
    at: datetime,
    slug: str | None = None,
    template: str = "",
    is_synthetic: bool = False,
    reopening_policy: str | None = None,
    sandbox_of: Programme | None = None,
) -> Programme:
    """Start a programme: stage 1 opens, and the person who starts it becomes its commissioner.

    Raises `Forbidden` for people whose every role elsewhere is on another side than the commissioner's.
    """
    permissions.require_may_start(by)
    if not name.strip():
        raise Refused("Enter the name of the programme.")
    Organisation.objects.select_for_update(no_key=True).get(pk=commissioner.pk)
    if slug and (slug in ADDRESSES or Programme.objects.filter(slug=slug).exists()):
        raise Refused(f"There is already a programme called “{slug}” in addresses. Choose another short name.")
    if slug and sandbox_of is None and slug.startswith(SANDBOX):
        raise Refused(f"Addresses that begin with “{SANDBOX}” are for sandboxes. Choose another short name.")
    programme = Programme.objects.create(
        slug=slug or _free_slug(name),
        name=name.strip(),
        summary=summary,
        sector=sector,
        commissioner=commissioner,
        reopening_policy=reopening_policy or Programme.ReopeningPolicy.AUTOMATIC,
        template=template,
        is_synthetic=is_synthetic,
        sandbox_of=sandbox_of,
        created_at=at,
        created_by=by,
    )
    after = {"name": programme.name, "commissioner": commissioner.code, "template": template}
    audit.record(
        by=by, at=at, action="stages.programme.create", programme=programme.slug, subject=programme, after=after
    )
    if not by.is_system:
        memberships.give(programme, by, Role.COMMISSIONER, commissioner, by, at)
    visits.start(programme=programme, by=by, at=at)
    return programme
