import pytest

from monitoring.domain import verdicts
from monitoring.domain.stats import Interval
from monitoring.domain.verdicts import Difference, Verdict


def found(size: float, low: float, high: float, *, detectable: float | None = 0.04) -> Difference:
    return Difference(0.5, 0.5 - size, size, Interval(low, high), 0.0, 0.5, not low <= 0 <= high, detectable, 100)


@pytest.mark.parametrize(
    ("difference", "higher", "said"),
    [
        (found(0.1, 0.05, 0.15), True, Verdict.BETTER),
        (found(0.1, 0.05, 0.15), False, Verdict.WORSE),
        (found(-0.1, -0.15, -0.05), True, Verdict.WORSE),
        (found(-0.1, -0.15, -0.05), False, Verdict.BETTER),
        (found(0.01, -0.02, 0.04), True, Verdict.NO_CLEAR_DIFFERENCE),
        (found(0.01, -0.2, 0.22, detectable=0.2), True, Verdict.TOO_FEW),
        (found(0.01, -0.2, 0.22, detectable=None), True, Verdict.TOO_FEW),
        (None, True, Verdict.TOO_FEW),
    ],
)
def test_the_verdict_follows_from_the_difference(difference: Difference | None, higher: bool, said: Verdict) -> None:
    assert verdicts.verdict(difference, matters=0.05, higher_is_better=higher) == said


def test_every_verdict_has_its_fixed_words() -> None:
    assert set(verdicts.WORDS) == set(verdicts.MEANING) == set(Verdict)
    assert "does not mean that the programme fails" in verdicts.MEANING[Verdict.TOO_FEW]
