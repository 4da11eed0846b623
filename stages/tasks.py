"""What the worker does for stages. Safe to run twice and at the same time."""

import logging

from celery import shared_task
from django.utils import timezone

from accounts.selectors import users
from stages.actions import exports, falls, handing_out

log = logging.getLogger(__name__)
SYSTEM = "gates"


@shared_task(name="stages.tasks.look_again")
def look_again() -> int:
    """Every night: compare the closed stages of every programme with what their criteria said at the closing."""
    stand, failed = falls.look_again_everywhere(by=users.system_user(SYSTEM), at=timezone.now())
    for slug in failed:
        log.error("The closed stages of programme %s are looked at again tomorrow.", slug)
    return stand


@shared_task
def make_export(*, export_id: int) -> None:
    """Write one file that somebody asked for."""
    exports.make(export_id=export_id, at=timezone.now())


@shared_task(expires=60)
def resume_exports() -> None:
    """Queue again every export that nobody has worked on for a minute."""
    exports.resume_stalled(at=timezone.now())


@shared_task
def expire_exports() -> int:
    """Every night: remove the files that were kept for a week."""
    return exports.expire(at=timezone.now())


@shared_task(name="stages.tasks.hand_out_events", expires=60)
def hand_out_events() -> int:
    """Every few seconds: hand out what happened to those who are told."""
    return handing_out.hand_out(at=timezone.now())
