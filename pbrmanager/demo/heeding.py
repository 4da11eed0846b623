"""What the programmes of the demonstration took from the library, and what they leave in it."""

from datetime import datetime, timedelta
from typing import Any

from pbrmanager.demo.cast import Cast
from stages.actions import lessons
from stages.models import Programme
from stages.selectors import lessons as lessons_selector

OF_HOMES: dict[str, Any] = {
    "title": "Tenancies fail between the payments, not at them",
    "happened": "Homes were paid for at the start and after a year. Most of those that were lost went between the "
    "second and the fifth month, when neither visits nor payments were due.",
    "lesson": "Ask in which months people are lost before you set the days of payment, and pay for one of them.",
    "example": "bad",
    "need": "home",
    "outcome": "housing",
    "tags": ["payment terms", "sustainment"],
    "stages": [4, 5],
}
OF_ROUTES: dict[str, Any] = {
    "title": "Employers confirm a job sooner when they are told before it begins",
    "happened": "Letters from employers came months late, until agents sent each employer one page on the first day of "
    "work that says what will be asked, and when.",
    "lesson": "Tell whoever will be asked for evidence on the first day, in one page, and give them one address.",
    "example": "good",
    "need": "work",
    "outcome": "job",
    "tags": ["evidence", "employers"],
    "stages": [5, 6],
}


def answer(cast: Cast, programme: Programme, at: datetime) -> None:
    """At stage 1 the commissioner uses the two entries that are most alike, and sets the third aside."""
    offered = lessons_selector.offered(programme).offers
    for number, offer in enumerate(offered[:2]):
        lessons.use(
            programme=programme, entry=offer.entry, by=cast["commissioner"], at=at + timedelta(minutes=9 * number)
        )
    for offer in offered[2:3]:
        lessons.set_aside(
            programme=programme, entry=offer.entry, by=cast["commissioner"], at=at + timedelta(minutes=30),
            reason="True elsewhere; here the five services share one budget already.",
        )  # fmt: skip


def leave(cast: Cast, programme: Programme, words: dict[str, Any], at: datetime) -> None:
    """At stage 7 the commissioner writes a lesson for the next programme, and lets it be named."""
    lessons.write(programme=programme, names_programme=True, by=cast["commissioner"], at=at, **words)
