"""What a number of people can and cannot show, in words, a table and a chart."""

import dataclasses
from decimal import Decimal

from govuk import charts, formats
from monitoring.domain import planning, stats
from monitoring.domain.planning import Size


@dataclasses.dataclass(frozen=True)
class Asked:
    """What was asked, in shares of one."""

    people: int
    share: float
    matters: float
    power: float

    @classmethod
    def of(cls, given: dict[str, object]) -> "Asked":
        """From the cleaned fields of the form, which are in per cent."""

        def share(name: str) -> float:
            return float(Decimal(str(given[name])) / 100)

        return cls(int(str(given["people"])), share("share"), share("matters"), share("power"))


USUAL = {"people": "40", "share": "50", "matters": "5", "power": "80"}


@dataclasses.dataclass(frozen=True)
class Plan:
    """The answers, each a sentence; the sizes beside the one asked for; and the chart."""

    asked: Asked
    can: list[str]
    cannot: list[str]
    needs: list[tuple[str, str]]
    sizes: list[Size]
    chart: charts.Chart


def plan(asked: Asked) -> Plan:
    own = planning.size(asked.people, asked.share, asked.power)
    numbers = sorted({asked.people, *planning.SIZES})
    sizes = [own if n == asked.people else planning.size(n, asked.share, asked.power) for n in numbers]
    return Plan(asked, _can(asked, own), _cannot(asked, own), _needs(asked), sizes, _chart(asked, sizes))


def _points(share: float) -> str:
    return f"{100 * share:.1f}".removesuffix(".0") + " points"


def _can(asked: Asked, own: Size) -> list[str]:
    n, level = f"{asked.people:,}", formats.percent(asked.share, 1)
    times = f"at least {100 * asked.power:.0f} times in 100"
    found = []
    if own.rise is not None:
        found.append(f"A true rise of {_points(own.rise)} or more from {level}, {times}.")
    if own.fall is not None:
        found.append(f"A true fall of {_points(own.fall)} or more from {level}, {times}.")
    if own.least is not None:
        found.append(f"{own.least:,} or more of {n} differ from {level} by the exact test; one fewer does not.")
    if own.most is not None:
        found.append(f"{own.most:,} or fewer of {n} differ from {level} by the exact test; one more does not.")
    return found or [f"Nothing: no result of {n} people differs from {level} by more than chance explains."]


def _cannot(asked: Asked, own: Size) -> list[str]:
    low, high = formats.percent(own.interval.low, 1), formats.percent(own.interval.high, 1)
    found = [
        f"Tell apart what lies between {low} and {high}: that is the 95% interval of {asked.people:,} people of whom "
        f"{formats.percent(asked.share, 1)} achieve it."
    ]
    for word, other in (("rise", asked.share + asked.matters), ("fall", asked.share - asked.matters)):
        if 0 < other < 1:
            chance = planning.power(asked.people, asked.share, other)
            if chance < asked.power:
                found.append(
                    f"Rely on seeing a true {word} of {_points(asked.matters)}: it would be missed "
                    f"{100 * (1 - chance):.0f} times in 100."
                )
    return found


def _needs(asked: Asked) -> list[tuple[str, str]]:
    """People needed for the difference that matters, against a fixed level and in each of two groups."""
    found = []
    for word, other in (("rise", asked.share + asked.matters), ("fall", asked.share - asked.matters)):
        if 0 < other < 1:
            one = stats.people_needed(asked.share, other, asked.power)
            each = stats.people_needed_in_each_arm(asked.share, other, asked.power)
            what = f"A {word} of {_points(asked.matters)}, to {formats.percent(other, 1)}"
            found.append((what, f"{one:,} people against a fixed level; {each:,} in each of two equal groups"))
    return found


def _chart(asked: Asked, sizes: list[Size]) -> charts.Chart:
    """The smallest fall that each number of people shows, or rise from a low level, against the one that matters."""
    falls = asked.share >= 0.5
    word = "fall" if falls else "rise"
    shown = [(one.people, one.fall if falls else one.rise) for one in sizes]
    own = next(value for n, value in shown if n == asked.people)
    enough = next((n for n, value in shown if value is not None and value <= asked.matters), None)
    told = f"{asked.people:,} people show a {word} of {_points(own)} or more" if own is not None else (
        f"{asked.people:,} people show no {word} at all"
    )  # fmt: skip
    rest = "none of these numbers shows" if enough is None else f"{enough:,} people are the first shown here to see"
    return charts.horizontal_bars(
        title=f"Smallest {word} from {formats.percent(asked.share, 1)} that so many people show",
        summary=f"{told}; {rest} the {_points(asked.matters)} that matter.",
        unit="percent",
        group_name="People",
        measure=f"Smallest {word}",
        mark="Difference that matters",
        axis=f"Smallest {word} that is shown, in points of the share",
        items=[
            charts.Bar(f"{n:,} people", value, asked.matters, note="" if value is not None else "none at all")
            for n, value in shown
        ],
    )
