"""What is unusual in a row and yet possible: asked once, answered with a reason, remembered.

A question is no finding. `{0}` and `{1}` stand for details that the check found.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Unusual:
    code: str
    title: str
    sentence: str
    ask: str


UNUSUAL: tuple[Unusual, ...] = (
    Unusual(
        "long_after_start",
        "Long after the start",
        "It is {0} days after the start ({1}).",
        "Is the date right, and is the outcome still a result of the service?",
    ),
    Unusual(
        "several_on_one_date",
        "Several outcomes of one participant on one date",
        "The participant has {0} outcomes on {1}.",
        "Did all of them happen on that day, or was the day of entering them written down?",
    ),
    Unusual(
        "many_on_one_day",
        "Many outcomes on one day",
        "The file has {0} of this outcome on this day; on a usual day it has {1}.",
        "What happened on that day?",
    ),
    Unusual(
        "value_unusual",
        "A value far from the others",
        "The value is {0}; half of the values that you send lie {1}.",
        "Is the value right, and in the right unit?",
    ),
    Unusual(
        "bunched_in_window",
        "Many just before the window ends",
        "{0} of these outcomes lie in the last week in which they count; {1} would be usual.",
        "Why do so many fall just before the window ends?",
    ),
    Unusual(
        "late_at_period_end",
        "Back-dated to the end of a period",
        "The period {0} is over, and more than three times as many rows as usual fall in its last five days ({1}).",
        "Did these outcomes happen on those days, and why were they sent only now?",
    ),
    Unusual(
        "shared_evidence",
        "One piece of evidence for several participants",
        "The evidence “{0}” stands in the file for {1} participants.",
        "Does this one document show the outcome of each of them?",
    ),
    Unusual(
        "short_row",
        "A row with fewer cells than the header",
        "The row has {0} cells and the header has {1}.",
        "Is a cell missing in the middle, so that the others stand in the wrong column?",
    ),
)
BY_CODE = {unusual.code: unusual for unusual in UNUSUAL}
