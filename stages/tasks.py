"""What the worker does for stages. Safe to run twice and at the same time."""

import logging

from celery import shared_task
from django.utils import timezone

from accounts.selectors import users
from stages.actions import falls

log = logging.getLogger(__name__)
SYSTEM = "gates"


@shared_task(name="stages.tasks.look_again")
def look_again() -> int:
    """Every night: compare the closed stages of every programme with what their criteria said at the closing."""
    stand, failed = falls.look_again_everywhere(by=users.system_user(SYSTEM), at=timezone.now())
    for slug in failed:
        log.error("The closed stages of programme %s are looked at again tomorrow.", slug)
    return stand
