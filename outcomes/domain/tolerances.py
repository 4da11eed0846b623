"""What an error rate means against the tolerance, and what errors cost in the claims that nobody checked."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from outcomes.domain.error_rates import Rate

WITHIN, OVER, UNCERTAIN, NOTHING = "within", "over", "uncertain", "nothing"
WORDS = {
    WITHIN: "Within tolerance",
    OVER: "Over tolerance",
    UNCERTAIN: "Not shown to be within tolerance",
    NOTHING: "Nothing checked yet",
}
PENNY = Decimal("0.01")
STAGES = (
    (4, "The rule for evidence may let claims through that do not hold, or ask for what cannot be had."),
    (5, "Staff may not know well enough what counts, and what to keep as evidence."),
)
STAGE_IF_REPEATED = (3, "It has happened with this agent before: is it the right one?")


def stages_questioned(*, is_repeated: bool) -> list[tuple[int, str]]:
    """Which stages too many wrong claims put in question, and why."""
    return [*STAGES, STAGE_IF_REPEATED] if is_repeated else list(STAGES)


def verdict(rate: Rate, highest: float | None, tolerable: Decimal) -> str:
    """Over: the rate found is above the tolerable one. Within: even the upper limit (one-sided) is not above it.

    Between them the sample shows neither: more errors turned up than its size was planned for.
    """
    if rate.point is None or highest is None:
        return NOTHING
    if rate.point > float(tolerable):
        return OVER
    return WITHIN if highest <= float(tolerable) + 1e-9 else UNCERTAIN


def at_the_point(strata: Sequence[tuple[float, Decimal]]) -> Decimal:
    """The error rate of each stratum times the pounds in it that were not checked."""
    return sum((Decimal(str(rate)) * value for rate, value in strata), Decimal(0))


def extrapolated(strata: Sequence[tuple[float, Decimal]], rate: Rate, *, at_lower_limit: bool) -> Decimal:
    """What is to be recovered for claims that were not checked, in pounds to the penny.

    At the rate found it is each stratum's rate times its pounds. At the lower limit it is that, in the proportion of
    the lower limit to the rate found over all strata: what is proved, rather than what is likely.
    """
    found = at_the_point(strata)
    if at_lower_limit and rate.point:
        found *= Decimal(str(rate.low or 0)) / Decimal(str(rate.point))
    return max(found, Decimal(0)).quantize(PENNY, ROUND_HALF_UP)
