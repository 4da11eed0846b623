"""Whether pricing stays linear: the time for each claim at 20,000, 200,000 and 2,000,000 claims, in one run.

The contract is that of the pricing work. The memory of the process is printed for each size; a size that would not fit
the memory, or take too long, by what the size before it took, is left out and named. `LARGEST=200000` leaves out larger
ones by hand.
"""

import gc
import os
import resource

from bench.measure import Measurement
from bench.pricing import priced_in

SIZES = (20_000, 200_000, 2_000_000)
ROUNDS = {20_000: 3, 200_000: 2, 2_000_000: 1}
MEGABYTES = 8_000
SECONDS = 240
BAR = 1.5


def run() -> list[Measurement]:
    """Each size beside the smallest one. The best time counts of the smaller ones, which are soon disturbed."""
    largest = int(os.environ.get("LARGEST", SIZES[-1]))
    base = _peak()
    first = _best(SIZES[0])
    _tell(SIZES[0], first, base)
    found: list[Measurement] = []
    before, seconds = SIZES[0], first
    for size in (one for one in SIZES[1:] if one <= largest):
        times = size / before
        if base + (_peak() - base) * times > MEGABYTES or seconds * times > SECONDS:
            print(f"    {size:,} claims are left out: by {before:,} they would not fit {MEGABYTES:,} MB or {SECONDS} s")
            break
        before, seconds = size, _best(size)
        _tell(size, seconds, base)
        reference = f"the time for each claim at {SIZES[0]:,}, × {size:,}"
        work = f"price {size:,} claims: no more for each of them"
        found.append(Measurement(work, size, seconds, reference, first * size / SIZES[0], "at_most", BAR))
    return found


def _best(claims: int) -> float:
    """The seconds of the fastest round."""
    found = []
    for number in range(ROUNDS[claims]):
        gc.collect()
        found.append(priced_in(f"Linear {claims} {number}", claims)[1])
    return min(found)


def _tell(claims: int, seconds: float, base: float) -> None:
    peak = _peak()
    print(
        f"    {claims:,} claims: {seconds:.1f} s, {seconds / claims * 1e6:.1f} µs for each; at most {peak:,.0f} MB, "
        f"{(peak - base) * 1e3 / claims:.1f} kB for each",
        flush=True,
    )


def _peak() -> float:
    """The largest memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
