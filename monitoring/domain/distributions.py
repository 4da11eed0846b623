"""Tails of the binomial, Poisson and t distributions by the regularised incomplete beta and gamma functions.

Standard library only. Continued fractions by the modified Lentz method (Thompson and Barnett 1986); relations 8.17.5
and 8.4.10 of the NIST Digital Library of Mathematical Functions. Accurate to about 1e-11 for counts up to 10,000.
"""

import math
from statistics import NormalDist

TINY = 1e-300
PRECISION = 1e-15
MOST_STEPS = 100_000


def _beta_fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function; converges fast for x < (a + 1) / (a + b + 2)."""
    c, d = 1.0, 1.0 / _not_nought(1.0 - (a + b) * x / (a + 1.0))
    result = d
    for m in range(1, MOST_STEPS):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 / _not_nought(1.0 + numerator * d)
            c = _not_nought(1.0 + numerator / c)
            step = c * d
            result *= step
        if abs(step - 1.0) < PRECISION:
            return result
    raise ArithmeticError(f"The incomplete beta function did not converge for {a}, {b}, {x}.")


def _not_nought(value: float) -> float:
    return value if abs(value) > TINY else TINY


def beta_share(a: float, b: float, x: float) -> float:
    """I_x(a, b), the regularised incomplete beta function, for a, b > 0 and 0 ≤ x ≤ 1."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    front = math.exp(log_front)
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _beta_fraction(a, b, x) / a
    return 1.0 - front * _beta_fraction(b, a, 1.0 - x) / b


def _gamma_series(a: float, x: float) -> float:
    term = total = 1.0 / a
    n = a
    for _ in range(MOST_STEPS):
        n += 1.0
        term *= x / n
        total += term
        if term < total * PRECISION:
            return total
    raise ArithmeticError(f"The incomplete gamma function did not converge for {a}, {x}.")


def _gamma_fraction(a: float, x: float) -> float:
    b = x + 1.0 - a
    c = 1.0 / TINY
    d = 1.0 / _not_nought(b)
    result = d
    for i in range(1, MOST_STEPS):
        numerator = -i * (i - a)
        b += 2.0
        d = 1.0 / _not_nought(numerator * d + b)
        c = _not_nought(b + numerator / c)
        step = c * d
        result *= step
        if abs(step - 1.0) < PRECISION:
            return result
    raise ArithmeticError(f"The incomplete gamma function did not converge for {a}, {x}.")


def gamma_share(a: float, x: float) -> float:
    """P(a, x), the regularised lower incomplete gamma function, for a > 0 and x ≥ 0."""
    if x <= 0.0:
        return 0.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1.0:
        return front * _gamma_series(a, x)
    return 1.0 - front * _gamma_fraction(a, x)


def gamma_quantile(a: float, share: float) -> float:
    """The x at which P(a, x) equals `share`: Newton's method from the Wilson–Hilferty value, kept in a bracket."""
    guess = a * (1.0 - 1.0 / (9.0 * a) + NormalDist().inv_cdf(share) / (3.0 * math.sqrt(a))) ** 3
    x = max(guess, 1e-8 * a)
    low, high = 0.0, math.inf
    for _ in range(200):
        miss = gamma_share(a, x) - share
        low, high = (x, high) if miss < 0 else (low, x)
        density = math.exp((a - 1.0) * math.log(x) - x - math.lgamma(a))
        nearer = x - miss / density if density > TINY else math.nan
        if not low < nearer < high:
            nearer = (low + high) / 2 if math.isfinite(high) else 2 * x
        if abs(nearer - x) <= 1e-13 * x:
            return nearer
        x = nearer
    return x


def beta_quantile(a: float, b: float, share: float) -> float:
    """The x at which I_x(a, b) equals `share`: Newton's method, kept in a bracket that is halved where it leaves it."""
    low, high, x = 0.0, 1.0, a / (a + b)
    log_scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    for _ in range(400):
        miss = beta_share(a, b, x) - share
        low, high = (x, high) if miss < 0 else (low, x)
        density = math.exp(log_scale + (a - 1.0) * math.log(x) + (b - 1.0) * math.log1p(-x)) if 0.0 < x < 1.0 else 0.0
        nearer = x - miss / density if density > TINY else math.nan
        if not low < nearer < high:
            nearer = (low + high) / 2
        if abs(nearer - x) <= 1e-15 * x:
            return nearer
        x = nearer
    return x


def normal_two_sided(z: float) -> float:
    """The chance of a standard normal value at least as far from nought as z."""
    return math.erfc(abs(z) / math.sqrt(2))


def t_two_sided(t: float, df: float) -> float:
    """The chance of a value of Student's t, with `df` degrees of freedom, at least as far from nought as t."""
    if t * t < df:
        return 1.0 - beta_share(0.5, df / 2, t * t / (df + t * t))
    return beta_share(df / 2, 0.5, df / (df + t * t))


def t_quantile(df: float, level: float) -> float:
    """How many standard errors hold a share `level` of Student's t, two-sided: 2.228 for 10 and 95 %."""
    x = beta_quantile(0.5, df / 2, level)
    return math.sqrt(df * x / (1.0 - x))


def hypergeometric_pmf(k: int, drawn: int, marked: int, total: int) -> float:
    """The chance of exactly k marked ones among `drawn`, out of `total` of whom `marked` are marked."""
    if not max(0, drawn - (total - marked)) <= k <= min(drawn, marked):
        return 0.0
    return math.exp(_log_ways(marked, k) + _log_ways(total - marked, drawn - k) - _log_ways(total, drawn))


def _log_ways(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def binomial_pmf(k: int, n: int, p: float) -> float:
    """The chance of exactly k successes of n, each with chance p."""
    if p <= 0.0 or p >= 1.0:
        return 1.0 if k == (0 if p <= 0.0 else n) else 0.0
    return math.exp(_log_ways(n, k) + k * math.log(p) + (n - k) * math.log1p(-p))


def binomial_at_most(k: int, n: int, p: float) -> float:
    """The chance of k successes or fewer of n."""
    if k < 0:
        return 0.0
    return 1.0 if k >= n else beta_share(n - k, k + 1, 1.0 - p)


def binomial_at_least(k: int, n: int, p: float) -> float:
    """The chance of k successes or more of n."""
    if k <= 0:
        return 1.0
    return 0.0 if k > n else beta_share(k, n - k + 1, p)


def poisson_at_most(k: int, mean: float) -> float:
    """The chance of k events or fewer where `mean` are expected."""
    return 0.0 if k < 0 else 1.0 - gamma_share(k + 1, mean)


def poisson_at_least(k: int, mean: float) -> float:
    """The chance of k events or more where `mean` are expected."""
    return 1.0 if k <= 0 else gamma_share(k, mean)
