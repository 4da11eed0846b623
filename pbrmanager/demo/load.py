"""Loads the demonstration: everything or nothing, once; and keeps the passwords that it gave."""

import json
import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from accounts.models import User
from accounts.selectors import users
from knowledge.actions import shelves
from pbrmanager.demo import (
    analysing,
    connecting,
    families,
    heeding,
    homes,
    involving,
    learning,
    publishing,
    routes,
    telling,
)
from pbrmanager.demo.calendar import calendar, moment
from pbrmanager.demo.cast import SIGN_INS, assemble
from stages.actions import falls
from stages.models import Programme
from stages.tasks import SYSTEM

LEAST = 1_000
JOB = "demo"
HOMES_SHARE, HOMES_LEAST = 0.15, 400
LEARNING_SHARE, LEARNING_LEAST = 0.05, 200
WORDS = 12  # letters and digits of a password, after its first word


class TooFew(ValueError):
    """With so few people the stories would not show what they are to show."""


def is_loaded() -> bool:
    return Programme.objects.filter(slug=routes.SLUG, is_synthetic=True).exists()


@transaction.atomic
def load(*, participants: int, seed: int, as_of: date) -> bool:
    """Make the demonstration, as it would stand on the day `as_of`. Returns False when it is there already."""
    if participants < LEAST:
        raise TooFew(f"The demonstration needs at least {LEAST:,} participants.")
    if is_loaded():
        return False
    of_homes = max(round(participants * HOMES_SHARE), HOMES_LEAST)
    of_learning = max(round(participants * LEARNING_SHARE), LEARNING_LEAST)
    long, short = calendar(as_of), calendar(as_of, over=4)
    shelves.fill(by=users.system_user(shelves.LIBRARIAN), at=long.before(430))
    cast = assemble(by=users.system_user(JOB), at=long.before(430))
    analysed = families.load(cast, long)
    running = [
        learning.load(cast, short, people=of_learning, seed=seed),
        homes.load(cast, long, people=of_homes, seed=seed),
        routes.load(cast, long, people=participants - of_homes - of_learning, seed=seed),
    ]
    heeding.leave(cast, running[-1], heeding.OF_ROUTES, long.over[-1].after(6))
    for programme in running:
        involving.speak_for(cast, programme, long)
    for programme in (analysed, *running):
        is_largest = programme.slug == routes.SLUG
        involving.keep_in_contact(cast, programme, long, silent=is_largest)
        analysing.answer_horizon(cast, programme, long, ask=is_largest)
        falls.look_again(programme=programme, by=users.system_user(SYSTEM), at=moment(as_of, hour=1, minute=30))
    publishing.publish(cast, next(one for one in running if one.slug == homes.SLUG), as_of)
    for programme in running[1:]:
        publishing.report(cast, programme, as_of)
    telling.tell(cast, as_of)
    connecting.connect(cast, running[-1], analysed, as_of)
    return True


def sign_ins() -> list[dict[str, str]]:
    """One sign-in a role. Passwords are made once a data folder and kept where only its owner can read them."""
    kept = _kept()
    made = {part.email: kept.get(part.email) or _password() for part in SIGN_INS}
    is_new = made != kept
    if is_new:
        _keep(made)
    for user in User.objects.filter(email__in=made):
        if is_new or not user.has_usable_password():
            user.set_password(made[user.email])
            user.save(update_fields=["password"])
    return [{"role": part.label, "email": part.email, "password": made[part.email]} for part in SIGN_INS]


def address() -> str:
    return f"http://localhost:{os.environ.get('PORT') or 8000}/"


def today() -> date:
    return now().date()


def _password() -> str:
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(WORDS // 3))


def _file() -> Path:
    return Path(settings.DATA_DIR) / ("demo-test.json" if settings.TESTING else "demo.json")


def _kept() -> dict[str, str]:
    try:
        found: dict[str, Any] = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(email): str(password) for email, password in found.items()}


def _keep(passwords: dict[str, str]) -> None:
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(passwords, file, indent=1)
