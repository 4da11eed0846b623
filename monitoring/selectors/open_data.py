"""What may be published of a programme, as one document: the source of its public page and of all its open data.

Every count and every amount has passed the decision on small counts. There is nothing of single people in it.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Sequence

from accounts.models import Organisation
from contracts.models import Segment, Target
from monitoring.domain import tracking
from monitoring.models import Measurement
from monitoring.selectors import figures, measurements, open_contract, open_money, open_verdicts, tables
from monitoring.selectors.figures import EVERYBODY, Audience, Reading, Selection
from monitoring.selectors.open_contract import Row
from monitoring.selectors.shown import Memory
from stages.models import Programme, Purpose
from stages.selectors import lessons, tracker

EDITION = 1
VERDICTS = {
    "on_track": "The figures do not speak against the target.",
    "amber": "The figures lie below what was expected by then. That may still be chance.",
    "ahead": "The figures do not speak against the target yet. If it goes on like this, it is likely to be missed.",
    "red": "The figures lie further below what was expected by then than chance explains.",
    "too_few": "Too few people, or too little time, to say. This does not mean that the programme fails.",
}
STANDS = "Figures of {} stand as they were told before: what has come in since concerns too few people to be told."
HIDDEN = "Not shown, so that nothing can be told about single people."


@dataclasses.dataclass(frozen=True)
class Open:
    """The document, and what it shows of money, for later publications to keep in mind.

    Its figures of targets are those that members who may not see rows are told, by the same decision.
    """

    document: Row
    memory: Memory


def build(programme: Programme, before: open_money.Published | None = None) -> Open:
    """The document as it stands now. `before` is what earlier publications have shown of money."""
    viewer = Audience(programme, None, sees_small=False)
    standing = list(viewer.measurements.defer(None))
    kept = list(dict.fromkeys(one.period.code for one in standing if measurements.kept_from(one)))
    money, of_money = open_money.money(programme, before or open_money.Published())
    contract = open_contract.contract(programme)
    purpose = Purpose.objects.filter(programme=programme).first()
    document = {
        "edition": EDITION,
        "programme": {
            "slug": programme.slug,
            "name": programme.name,
            "summary": programme.summary,
            "sector": programme.sector,
            "aim": purpose.aim if purpose else "",
            "why_pbr": purpose.why_pbr if purpose else "",
            "commissioner": open_contract.organisation(programme.commissioner),
            "is_synthetic": programme.is_synthetic,
        },
        "stages": [
            {"number": one.number, "name": one.name, "status": one.status, "visits": one.visits}
            for one in tracker.tracker(programme)
        ],
        "small_counts": [*viewer.hidden.rules.words, *([STANDS.format(", ".join(kept))] if kept else [])],
        "contract": contract,
        "judged_until": standing[-1].period.ends_on.isoformat() if standing else None,
        "targets": _targets(standing, viewer),
        "breakdowns": _breakdowns(standing, viewer),
        "verdicts": open_verdicts.rows(viewer),
        "money": money,
        "lessons": [
            {"title": one.title, "lesson": one.lesson, "happened": one.happened, "stages": one.stages}
            for one in lessons.kept(programme)
        ],
    }
    return Open(document, of_money)


def _targets(standing: Sequence[Measurement], viewer: Audience) -> list[Row]:
    """Every target with its reading in each period, in the order of the contract; last those it names no longer."""
    found: dict[str, list[Measurement]] = defaultdict(list)
    for one in standing:
        found[one.target.code].append(one)
    rows = [(ones[-1].target, [figures.read(one, EVERYBODY, viewer) for one in ones]) for ones in found.values()]
    rows.sort(key=lambda row: (row[0].code not in viewer.watched, row[0].position))
    return [_target(target, readings, target.code in viewer.watched) for target, readings in rows]


def _target(target: Target, readings: Sequence[Reading], in_contract: bool) -> Row:
    return {
        "code": target.code,
        "name": figures.label_of(target),
        "outcome": target.outcome.code,
        "measure": target.measure,
        "segment": target.segment.code if target.segment else None,
        "agent": target.agent.code if target.agent else None,
        "value": float(target.value),
        "minimum": None if target.minimum is None else float(target.minimum),
        "in_contract": in_contract,
        "readings": [_reading(one) for one in readings],
    }


def _reading(one: Reading) -> Row:
    """Counts, shares of one, and what they say; nothing but that where they are not shown."""
    row: Row = {"period": one.period, "ends_on": one.ends_on.isoformat(), "shown": not one.hidden}
    if one.hidden:
        return row | {"status": "not_shown", "verdict": HIDDEN}
    return row | {
        "status": str(one.status),
        "verdict": VERDICTS["ahead" if tracking.is_at_risk_ahead(one.status, one.probability) else str(one.status)],
        "people": one.people,
        "achieved": one.achieved,
        "actual": _rounded(one.actual),
        "low": _rounded(one.low),
        "high": _rounded(one.high),
        "expected": _rounded(one.expected),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _breakdowns(standing: Sequence[Measurement], viewer: Audience) -> list[Row]:
    """For each target of everybody that is watched, at its last period: by agent, by segment, and by both."""
    last: dict[str, Measurement] = {}
    for one in standing:
        if figures.scope_of(one.target) == EVERYBODY and one.target.code in viewer.watched:
            last[one.target.code] = one
    codes = {cell[0] for one in last.values() for cell in one.details["cells"]}
    agents = dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
    versions = {one.target.version_id for one in last.values()}
    segments = dict(Segment.objects.filter(version__in=versions).values_list("code", "name"))
    rows: list[Row] = []
    for one in sorted(last.values(), key=lambda one: one.target.position):
        for agent, segment in sorted(tables.table_of(one), key=lambda place: tuple(part or "" for part in place)):
            reading = figures.read(one, Selection(frozenset({agent}) if agent else None, segment), viewer)
            kept = {name: value for name, value in _reading(reading).items() if name not in ("status", "verdict")}
            rows.append(
                {
                    "target": one.target.code,
                    "agent": agent,
                    "agent_name": "All agents" if agent is None else agents.get(agent, agent),
                    "segment": segment,
                    "segment_name": "Everybody" if segment is None else segments.get(segment, segment or "No segment"),
                    **kept,
                }
            )
    return rows
