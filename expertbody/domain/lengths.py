"""How long a meeting is meant to last, in minutes."""

USUAL = 120
"""Where nobody says how long: two hours."""
SHORTEST, LONGEST = 15, 720
OFFERED = tuple(range(30, 481, 30))


def words(minutes: int) -> str:
    """1 hour 30 minutes."""
    hours, rest = divmod(minutes, 60)
    said = [f"{hours} hour{'s' if hours != 1 else ''}"] if hours else []
    return " ".join([*said, f"{rest} minutes"] if rest else said)


def choices(held: int = USUAL) -> list[tuple[int, str]]:
    """What a form offers: half an hour up to eight, and what is held already."""
    return [(one, words(one)) for one in sorted({*OFFERED, held})]
