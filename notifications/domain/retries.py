"""When a webhook is sent again, when it is given up, and when its endpoint is paused."""

from datetime import datetime, timedelta

DELAYS = tuple(
    timedelta(seconds=seconds) for seconds in (10, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
MOST_ATTEMPTS = len(DELAYS) + 1
SPREAD = 0.2
PAUSED_AFTER = timedelta(days=3)


def next_at(attempts: int, at: datetime, chance: float, asked: timedelta | None = None) -> datetime | None:
    """When to try again after so many failed attempts; None when it is given up.

    The delays grow from ten seconds to a day, each a fifth longer or shorter by `chance`, from 0 to 1, so that what
    failed together does not come back together. A receiver that asks for a longer wait gets it, up to a day.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    delay = DELAYS[attempts - 1] * (1 - SPREAD + 2 * SPREAD * chance)
    return at + max(delay, min(asked or timedelta(0), DELAYS[-1]))


def is_to_pause(failing_since: datetime | None, at: datetime) -> bool:
    """Whether an endpoint that has taken nothing since then is left alone until somebody looks after it."""
    return failing_since is not None and at - failing_since >= PAUSED_AFTER
