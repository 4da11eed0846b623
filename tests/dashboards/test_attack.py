"""Somebody who may not see rows takes all that the dashboard shows, however it is narrowed, and reasons from it."""

import itertools
import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from delivery.domain import suppression
from delivery.domain.suppression import Figure, Kind, Place, Rule
from monitoring.actions import monitor
from monitoring.models import Measurement
from monitoring.selectors import tables
from tests import builders
from tests.delivery import attacks
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, YEAR_END, Scene

COUNTED = re.compile(r"([\d,]+) of ([\d,]+) people had achieved it")
AGENTS, SEGMENTS = ("northway", "southway", None), ("young", "other", None)


@pytest.fixture
def scene(db: None) -> Scene:
    """A few who achieved it in the south, a few of its other segment who did not, and a number that moves by two."""
    made = scenes.scene(targets=[scenes.RATE, scenes.RATE | {"code": "south-rate", "agent": "southway"}])
    for place, sizes in enumerate([(300, 150, 40, 3, 60, 12, 30, 27), (280, 120, 6, 1, 70, 2, 10, 9)], start=2):
        made.quarter(place, sizes[0], sizes[1])
        made.quarter(place, sizes[2], sizes[3], agent=made.south)
        made.quarter(place, sizes[4], sizes[5], segment="other")
        made.quarter(place, sizes[6], sizes[7], agent=made.south, segment="other")
    monitor.run(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    return made


def harvest(client: Client, user: User, scene: Scene, period: str) -> dict[Place, Figure]:
    """Every count that any choice of filters shows at the end of the period."""
    client.force_login(user)
    address = reverse("dashboards:findings_dashboard", args=[scene.programme.slug])
    found: dict[Place, Figure] = {}
    for target, (agent, segment) in itertools.product(("job-rate", "south-rate"), itertools.product(AGENTS, SEGMENTS)):
        asked = {"target": target, "period": period, "agent": agent or "", "segment": segment or ""}
        page = client.get(address, asked).content.decode()
        evidence = page[page.find('id="evidence"') :]
        if f"monitoring/targets/{target}/" in evidence and (seen := COUNTED.search(evidence)):
            achieved, people = (int(number.replace(",", "")) for number in seen.groups())
            found[agent or ("southway" if target == "south-rate" else None), segment] = Figure(people, achieved)
    return found


def test_no_filter_and_no_reasoning_tells_of_fewer_people_than_the_rule_allows(client: Client, scene: Scene) -> None:
    rule, before = Rule(), dict[Place, set[Figure]]()
    for period in ("2025-q3", "2025-q4"):
        one = Measurement.objects.get(target__code="job-rate", period__code=period)
        table = tables.table_of(one)
        seen = harvest(client, scene.member, scene, period)
        assert {place: table[place] for place in seen} == seen
        assert suppression.EVERYTHING in seen
        known = {
            place: {name: float(n) for name, n in Kind.SHARE.parts(figure).items()} for place, figure in seen.items()
        }
        cells = [(row, column) for row, column in table if row is not None and column is not None]
        secrets = suppression.secrets(table, rule, Kind.SHARE, before)
        assert secrets
        for secret in secrets:
            low, high = attacks.bounds(cells, known, secret.place, secret.parts, attacks.parts_of(Kind.SHARE))
            allowed = high >= secret.known + rule.threshold - 1e-6
            assert allowed or (secret.known and low <= secret.known - rule.threshold + 1e-6), secret
        for place, figure in seen.items():
            before.setdefault(place, set()).add(figure)


def test_the_same_attack_succeeds_against_the_figures_of_those_who_may_see_rows(client: Client, scene: Scene) -> None:
    """So that the test above is known to be able to fail."""
    seen = harvest(client, scene.commissioner, scene, "2025-q4")
    one = Measurement.objects.get(target__code="job-rate", period__code="2025-q4")
    small = {secret.place for secret in suppression.secrets(tables.table_of(one), Rule(), Kind.SHARE, {})}
    assert small & seen.keys()
