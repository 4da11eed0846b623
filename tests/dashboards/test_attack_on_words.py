"""Somebody who may not see rows takes what flags, findings and the report say, beside the dashboard, and reasons."""

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import Segment
from dashboards.models import Report
from dashboards.selectors import report_programme
from delivery.domain import suppression
from delivery.domain.suppression import EVERYTHING, NOT_SHOWN, Kind, Place, Rule
from govuk import reports as blocks
from monitoring.actions import monitor
from monitoring.models import Flag, Measurement
from monitoring.selectors import tables
from stages.domain import evidence
from stages.models import Finding
from tests import builders
from tests.delivery import attacks
from tests.kept import kept
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, Scene

pytestmark = pytest.mark.django_db
COUNTED = re.compile(r"[\d,]+ of [\d,]+ people had achieved it")
SHARE = re.compile(r"\d%")
PERIODS = ("2025-q3", "2025-q4")
Told = tuple[str, Place]
"""A period and a place whose figure is told, exactly or by a percentage that comes of it."""


@pytest.fixture
@kept
def scene() -> Scene:
    """Far too few find work; of the other segment next to nobody, and in the south a few."""
    south = scenes.RATE | {"code": "south-rate", "agent": "southway"}
    made = scenes.scene(targets=[scenes.RATE | {"value": "0.8", "minimum": "0.7"}, south])
    for place, sizes in enumerate([(300, 150, 40, 3, 60, 1, 30, 9), (280, 120, 46, 4, 70, 2, 10, 2)], start=2):
        made.quarter(place, sizes[0], sizes[1])
        made.quarter(place, sizes[2], sizes[3], agent=made.south)
        made.quarter(place, sizes[4], sizes[5], segment="other")
        made.quarter(place, sizes[6], sizes[7], agent=made.south, segment="other")
        ends_on = scenes.QUARTERS[place][2]
        monitor.run(programme=made.programme, as_of=ends_on, by=builders.system(), at=scenes.moment(ends_on))
    return made


def scope(code: str) -> Place:
    return ("southway" if code == "south-rate" else None, None)


def by_flags(client: Client, scene: Scene) -> Iterator[Told]:
    """Reasons as the list of flags shows them."""
    client.force_login(scene.member)
    context = client.get(reverse("monitoring:flag_list", args=[scene.programme.slug])).context
    assert context["page"].paginator.num_pages == 1
    for flag in [one.flag for row in context["rows"] for one in row.flags]:
        if flag.kind == Flag.Kind.PARKING and SHARE.search(flag.reason):
            yield flag.period.code, (None, flag.subject.partition(" · ")[0])
        elif COUNTED.search(flag.reason) or flag.probability is not None:
            yield flag.period.code, scope(flag.target.code)


def by_findings(scene: Scene) -> Iterator[Told]:
    """Summaries, and evidence as it is frozen: periods, agents, segments, and the comparison of a segment."""
    segments = dict(Segment.objects.filter(version=scene.version).values_list("name", "code"))
    agents = {"Northway": "northway", "Southway": "southway"}
    for finding in Finding.objects.filter(programme=scene.programme):
        kind, code, period = finding.key.split(":")
        frozen, whole = finding.evidence, scope(code)
        if COUNTED.search(finding.summary):
            yield period, whole
        if kind == Flag.Kind.PARKING:
            compared = frozen["achieved_compared_with_the_other_segments"]
            if SHARE.search(f"{compared} {finding.summary}"):
                yield period, (None, code)
            whole = EVERYTHING
        for row in frozen.get("periods", ()):
            if isinstance(row["achieved"], int):
                yield row["period"], whole
        for row in frozen.get("segments", ()):
            if isinstance(row["people"], int):
                yield frozen["period"], (whole[0], segments.get(row["name"], ""))
        for row in frozen.get("agents", ()):
            if isinstance(row["people"], int):
                yield frozen["period"], (agents[row["name"]], None)


def by_the_report(scene: Scene) -> Iterator[Told]:
    """Tables, paragraphs and charts of the report that is made for those who may not see rows."""
    asked = Report(programme=scene.programme, kind=Report.Kind.PROGRAMME, audience=Report.Audience.PROTECTED)
    segments = dict(Segment.objects.filter(version=scene.version).values_list("name", "code"))
    names: dict[str, Place] = {"Northway": ("northway", None), "Southway": ("southway", None)}
    names.update({name: (None, code) for name, code in segments.items()})
    whole = EVERYTHING
    for block in report_programme.report(asked, NOW).blocks:
        if isinstance(block, blocks.Heading):
            whole = scope("south-rate" if "Southway" in block.text else "job-rate")
        elif isinstance(block, blocks.Paragraph) and COUNTED.search(block.text):
            yield "2025-q4", whole
        elif isinstance(block, blocks.Figure):
            for row in block.chart.rows:
                told = any(SHARE.search(str(cell)) for cell in row[1:2])
                if told and row[0] in PERIODS:
                    yield str(row[0]), whole
                elif told and (own := names.get(str(row[0]))):
                    yield "2025-q4", (own[0] or whole[0], own[1])


def test_neither_flags_nor_findings_nor_the_report_tell_of_few_people(client: Client, scene: Scene) -> None:
    rule, told = Rule(), defaultdict[str, set[Place]](set)
    sources = {"flags": by_flags(client, scene), "findings": by_findings(scene), "report": by_the_report(scene)}
    for name, source in sources.items():
        found = list(source)
        assert found, name
        for period, place in found:
            told[period].add(place)
    assert Finding.objects.filter(key__startswith="parking:").exists()
    for period in PERIODS:
        table = tables.table_of(Measurement.objects.standing().get(target__code="job-rate", period__code=period))
        known = {
            place: {part: float(n) for part, n in Kind.SHARE.parts(table[place]).items()} for place in told[period]
        }
        cells = [(row, column) for row, column in table if row is not None and column is not None]
        secrets = suppression.secrets(table, rule, Kind.SHARE, {})
        assert secrets
        for secret in secrets:
            _low, high = attacks.bounds(cells, known, secret.place, secret.parts, attacks.parts_of(Kind.SHARE))
            assert high >= rule.threshold - 1e-6, (period, secret)


def test_what_compares_a_parked_segment_with_the_others_is_told_only_where_its_figures_are(scene: Scene) -> None:
    """From the ratio, its interval and the totals the number of the segment's achievements can be worked out."""
    finding = Finding.objects.filter(key__startswith="parking:").first()
    assert finding is not None
    facts = {one.name: one.text for one in evidence.readable(finding.evidence).facts}
    assert facts["Achieved compared with the other segments"] == NOT_SHOWN
    assert "Interval" not in facts
