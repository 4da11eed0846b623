"""What the Expert Body shows on pages of stages and findings: see pbrmanager.page_panels."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from expertbody.selectors import voices
from stages.models import Finding, Programme


def voices_of_stage(programme: Programme, stage: int, viewer: User) -> dict[str, Any]:
    """The latest voices that speak of the stage."""
    address = reverse("expertbody:voice_list", args=[programme.slug])
    return {
        "title": "What people who use the service say",
        "voices": voices.beside_stage(programme, stage),
        "url": f"{address}?stage={stage}",
        "add_url": _add_url(programme, viewer, stage),
        "empty": "Nobody who uses the service has been heard on this stage yet.",
    }


def voices_of_finding(finding: Finding, viewer: User) -> dict[str, Any]:
    """Voices that belong to the finding, and others of the stages that it questions."""
    return {
        "title": "What people who use the service say",
        "voices": voices.beside_finding(finding),
        "url": reverse("expertbody:voice_list", args=[finding.programme.slug]),
        "add_url": _add_url(finding.programme, viewer, None),
        "empty": "Nobody who uses the service has been heard on the stages that this finding questions."
        if not finding.withheld
        else "No voice was answered with this finding.",
    }


def _add_url(programme: Programme, viewer: User, stage: int | None) -> str:
    if not voices.may_add(viewer, programme, localdate()):
        return ""
    address = reverse("expertbody:voice_add", args=[programme.slug])
    return f"{address}?stages={stage}" if stage else address
