"""A difference of differences as the page of a verdict tells it: both groups before and since, and period by period."""

import dataclasses
from decimal import Decimal

from contracts.domain import comparisons
from contracts.domain.comparisons import Counted
from govuk import charts, formats
from monitoring.selectors.verdict_shown import Shown, difference

Share = tuple[int, int]


@dataclasses.dataclass(frozen=True)
class ChangePage:
    """`rows`: who, before, since, and the change. `chart` shows both groups, before and for each period since."""

    rows: list[tuple[str, str, str, str]]
    chart: charts.Chart


def of(shown: Shown | None) -> ChangePage | None:
    """The change of a verdict that is held against the change of others; None for others, and without counts."""
    if shown is None or not shown.is_told or shown.coarse:
        return None
    if shown.asked.comparison.test != comparisons.DIFFERENCE_IN_DIFFERENCES:
        return None
    asked, facts = shown.asked.comparison, shown.verdict.facts
    assert asked.before is not None
    assert asked.other_before is not None
    before, other_before = _share(asked.before), _share(asked.other_before)
    since, others = (facts["achieved"], shown.verdict.people), (facts["others"][0], facts["others"][1])
    rows = [
        ("The programme", _counted(before), _counted(since), _moved(before, since)),
        ("The others", _counted(other_before), _counted(others), _moved(other_before, others)),
        ("Difference of both changes", "", "", difference(asked, shown.verdict.size)),
    ]
    return ChangePage(rows, _chart(shown, before, other_before))


def _share(counted: Counted) -> Share:
    return counted.achieved, counted.people


def _counted(share: Share) -> str:
    achieved, people = share
    return f"{achieved:,} of {people:,} ({formats.percent(achieved / people, 1)})"


def _moved(before: Share, since: Share) -> str:
    return formats.points(since[0] / since[1] - before[0] / before[1])


def _chart(shown: Shown, before: Share, other_before: Share) -> charts.Chart:
    facts = shown.verdict.facts
    own = _moved(before, (facts["achieved"], shown.verdict.people))
    of_others = _moved(other_before, (facts["others"][0], facts["others"][1]))
    beside = {code: (achieved, people) for code, achieved, people in facts.get("others_by_period", [])}
    groups = [charts.Group("Before", (_of(before), _of(other_before)))]
    for code, people, achieved in facts["periods"]:
        groups.append(charts.Group(code, (_of((achieved, people)), _of(beside.get(code, (0, 0))))))
    return charts.bars(
        title="Before and since, beside the others",
        summary=f"The programme changed by {own}, and the others by {of_others}.",
        unit="percent",
        series=("The programme", "The others"),
        groups=groups,
        group_name="Started in",
    )


def _of(share: Share) -> Decimal | None:
    achieved, people = share
    return Decimal(achieved) / people if people else None
