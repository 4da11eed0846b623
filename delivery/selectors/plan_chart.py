"""The mix of starts as a picture."""

from delivery.selectors.plans import MixPage
from govuk import charts, formats


def chart(page: MixPage, least: int) -> charts.Chart | None:
    """Shares of starts by segment beside the plan; None when nobody has started."""
    if not page.total or not page.lines:
        return None
    off = ", ".join(line.name for line in page.off)
    if page.tolerance is None or not page.is_planned:
        words = "It cannot be said whether this is as planned: a plan or a tolerance is missing."
    elif off:
        words = f"Further from the plan than was agreed: {off}."
    else:
        words = "Every segment that is shown is as near to the plan as was agreed."
    return charts.horizontal_bars(
        title="Starts by segment against the plan",
        summary=f"{words} Starts: {formats.count(page.total)}.",
        unit="percent",
        group_name="Segment",
        measure="Share of starts",
        mark="Plan",
        axis="Share of all starts",
        items=[
            charts.Bar(
                line.name,
                None if line.share is None else float(line.share),
                None if line.planned is None else float(line.planned),
                note="" if line.people is not None else f"withheld: it, or another, is fewer than {least}",
            )
            for line in page.lines
        ],
    )
