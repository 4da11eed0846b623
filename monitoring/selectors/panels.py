"""What the monitor shows on pages of findings: see pbrmanager.page_panels."""

import dataclasses
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.models import User
from contracts.models import Period
from monitoring.models import Flag
from monitoring.selectors import behind, figures, pages
from monitoring.selectors.behind import Behind
from monitoring.selectors.figures import Reading
from stages import permissions
from stages.models import CorrectiveAction, EffectCheck, Finding


@dataclasses.dataclass(frozen=True)
class ToCheck:
    """An action that is done, with results of a later period: somebody should look whether it worked."""

    what: str
    url: str


@dataclasses.dataclass(frozen=True)
class Since:
    """What was said of the finding's target since it was raised, the latest period first."""

    name: str
    url: str
    readings: list[Reading]
    to_check: list[ToCheck]
    is_watched: bool


def behind_finding(finding: Finding, viewer: User) -> Behind | None:
    """The exact figures, for those who may see single records; None for everybody else."""
    return behind.of_finding(finding, viewer)


def since_finding(finding: Finding, viewer: User) -> Since | None:
    """None for findings that no target led to, and for those who may not see the target."""
    kind, _, rest = finding.key.partition(":")
    if finding.source != Finding.Source.MONITORING or kind != Flag.Kind.OFF_TRACK:
        return None
    code, first = rest.rpartition(":")[::2]
    page = pages.target_page(figures.audience(viewer, finding.programme), code)
    began = Period.objects.filter(programme=finding.programme, code=first).values_list("starts_on", flat=True).first()
    if page is None or began is None:
        return None
    readings = [one for one in page.readings if one.ends_on >= began]
    return Since(
        name=figures.label_of(page.target),
        url=reverse("monitoring:target_detail", args=[finding.programme.slug, code]),
        readings=readings,
        to_check=_to_check(finding, viewer, max((one.ends_on for one in readings), default=began)),
        is_watched=page.is_watched or finding.closed_at is not None,
    )


def _to_check(finding: Finding, viewer: User, judged_until: date) -> list[ToCheck]:
    """Actions done before the last period that was judged ended, whose effect nobody has looked at."""
    if finding.closed_at is not None or not permissions.can(viewer, "finding.act", finding.programme):
        return []
    checked = EffectCheck.objects.filter(action=OuterRef("pk"))
    done = CorrectiveAction.objects.filter(~Exists(checked), finding=finding, done_at__date__lte=judged_until)
    return [
        ToCheck(one.what, reverse("stages:action_check", args=[finding.programme.slug, finding.number, one.pk]))
        for one in done.order_by("pk")
    ]
