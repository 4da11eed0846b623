"""What is expected of metrics, typed as lines: a metric, its figures, and how they vary."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

from contracts.domain import exact
from contracts.domain.metrics import Metric
from contracts.forms.clauses import Item
from contracts.forms.sections import HUNDRED

HELP = (
    "One a line: metric: lowest, expected, highest; without the scheme; how it varies; source. For example “events: "
    "1.2, 1.4, 1.6; without 1.6; 1000 people; dispersion 2; pilot of 2024”, or “waiting days: 3, 4, 6; without 7; "
    "spread 0.5”. A metric that is one of the outcomes: “entering: outcome entered treatment”. Write shares with a "
    "per cent sign"
)
PEOPLE = re.compile(r"^([\d,]+) people$", re.IGNORECASE)
NAMED = re.compile(r"^(without|dispersion|spread) (\S+)$", re.IGNORECASE)
OUTCOME = re.compile(r"^outcome (.+)$", re.IGNORECASE)
FIELDS = {"without": "base", "dispersion": "dispersion", "spread": "spread"}


def read(line: str, metrics: Collection[Metric], outcomes: Mapping[str, str]) -> Item:
    """A line as an entry of the document. `outcomes` holds codes by what may be typed for them."""
    front, *rest = (part.strip() for part in line.split(";"))
    name, colon, figures = front.rpartition(":")
    metric = next((one for one in metrics if name.strip().lower() in (one.code.lower(), one.name.lower())), None)
    if not colon or metric is None:
        raise ValidationError(f"Begin “{line}” with a metric of this version and a colon; use its name or code")
    found: Item = {"metric": metric.code}
    counted = OUTCOME.match(figures.strip())
    if counted:
        found["outcome"] = _outcome(counted[1], outcomes)
    else:
        found |= _range(figures, line)
    sources = [part for part in rest if not _says_how_it_varies(part, found, line)]
    return found if counted else found | {"source": "; ".join(filter(None, sources))}


def _outcome(name: str, outcomes: Mapping[str, str]) -> str:
    if name.strip().lower() not in outcomes:
        raise ValidationError(f"There is no outcome “{name}” in this version; use its name or code")
    return outcomes[name.strip().lower()]


def _range(text: str, line: str) -> Item:
    figures = [_figure(part, line) for part in re.split(r",\s+|\s+(?:to|-|–)\s+|\s+", text.strip()) if part]
    if len(figures) not in {1, 3}:
        raise ValidationError(f"Write one figure, or the lowest, the expected and the highest, in “{line}”")
    low, expected, high = figures if len(figures) == 3 else figures * 3
    return {"low": low, "expected": expected, "high": high}


def _says_how_it_varies(part: str, found: Item, line: str) -> bool:
    """Put what the part says into the entry; whether it said anything of this kind."""
    people, named = PEOPLE.match(part), NAMED.match(part)
    if people:
        found["people"] = int(people[1].replace(",", ""))
    elif named:
        found[FIELDS[named[1].lower()]] = _figure(named[2], line)
    return bool(people or named)


def _figure(text: str, line: str) -> str | None:
    """A figure as it is kept: a per cent sign makes a share of it."""
    plain = text.strip().rstrip(",").replace(",", "").removeprefix("£")
    try:
        number = Decimal(plain.removesuffix("%"))
    except InvalidOperation as error:
        raise ValidationError(f"Write “{text}” as a number, in “{line}”") from error
    if not number.is_finite():
        raise ValidationError(f"Write “{text}” as a number, in “{line}”")
    return exact.number(number / HUNDRED if plain.endswith("%") else number)


def typed(one: Item, metrics: Collection[Metric]) -> str:
    """An entry as the line that would be typed."""
    is_share = any(metric.is_share for metric in metrics if metric.code == one["metric"])

    def told(figure: str) -> str:
        return f"{exact.number(Decimal(figure) * HUNDRED)}%" if is_share else figure

    if one.get("outcome"):
        parts = [f"{one['metric']}: outcome {one['outcome']}"]
    else:
        middle = one["expected"]
        figures = (one.get("low") or middle, middle, one.get("high") or middle)
        parts = [f"{one['metric']}: {', '.join(map(told, figures))}"]
    if one.get("base") is not None:
        parts.append(f"without {told(one['base'])}")
    if one.get("people") is not None:
        parts.append(f"{one['people']} people")
    if one.get("dispersion") is not None:
        parts.append(f"dispersion {one['dispersion']}")
    if one.get("spread") is not None:
        parts.append(f"spread {told(one['spread'])}")
    return "; ".join(filter(None, [*parts, one.get("source", "")]))
