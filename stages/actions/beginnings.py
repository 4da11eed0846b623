"""Starting a programme from a page: blank, from a real scheme, a pack, or what other apps offer."""

from datetime import datetime

from django.db import transaction

from accounts.actions import organisations
from accounts.errors import Refused
from accounts.models import Organisation, User
from knowledge.selectors import templates
from stages import permissions
from stages.actions import pack_check, packs, programmes
from stages.models import Programme
from stages.selectors import programme_starts


@transaction.atomic
def begin(
    *,
    name: str,
    summary: str = "",
    sector: str = "",
    organisation: Organisation | None = None,
    organisation_name: str = "",
    reopening_policy: str | None = None,
    template: str = "",
    pack: bytes | None = None,
    other: tuple[str, str] | None = None,
    by: User,
    at: datetime,
) -> Programme:
    """Start a programme and, from a template or a pack, fill in the records of its first stage; all or nothing.

    `other` is a code of settings.PROGRAMME_STARTS, and what was chosen of it.
    """
    permissions.require_may_start(by)
    body = organisation or organisations.ensure(name=organisation_name, by=by, at=at)[0]
    programme = programmes.create(
        name=name,
        summary=summary,
        sector=sector,
        commissioner=body,
        template=template,
        reopening_policy=reopening_policy,
        by=by,
        at=at,
    )
    document = pack_check.parse(pack) if pack is not None else None
    if template:
        document = templates.document(template)
        if document is None:
            raise Refused("This scheme is no longer in the library. Choose another one.")
    if document is not None:
        packs.begin_from(programme=programme, document=document, by=by, at=at)
    if other is not None:
        programme_starts.begin(programme=programme, start=other[0], value=other[1], by=by, at=at)
    return programme
