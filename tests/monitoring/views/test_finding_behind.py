"""The exact figures behind a finding and a flag: shown to those who may see single records, and told to nobody else."""

import json
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from delivery.domain.suppression import NOT_SHOWN
from monitoring.actions import monitor
from monitoring.models import Flag
from stages.models import Finding
from tests import builders
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, YEAR_END, Scene

pytestmark = pytest.mark.django_db
MARK = "Only for those who may see records"
SEE_RECORDS = [Role.COMMISSIONER, Role.PRINCIPAL, Role.VERIFIER, Role.ADMINISTRATOR]
OTHERS = [Role.EXPERT_BODY, Role.ANALYST, Role.AGENT]
PARKED = scenes.RATE | {"value": "0.5", "minimum": "0.4"}


def text_of(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode().partition("<main")[2]))


def judge(scene: Scene) -> None:
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)


def finding_of(scene: Scene, kind: str) -> Finding:
    return Finding.objects.get(programme=scene.programme, key__startswith=f"{kind}:")


def with_few_in_the_south(scene: Scene) -> Finding:
    """Far too few find work, and so few in the south that neither its figures nor the total may be told."""
    for place, achieved in enumerate((150, 150, 60, 60)):
        scene.quarter(place, 300, achieved)
    scene.quarter(3, 20, 2, agent=scene.south, segment="other")
    judge(scene)
    return finding_of(scene, "off_track")


@pytest.mark.parametrize("role", SEE_RECORDS)
def test_those_who_may_see_records_read_the_exact_figures_beside_the_frozen_ones(
    client: Client, scene: Scene, role: Role
) -> None:
    finding = with_few_in_the_south(scene)
    shown = text_of(client, builders.member(scene.programme, role), finding.get_absolute_url())
    frozen, _mark, exact = shown.partition(MARK)
    assert NOT_SHOWN in frozen
    assert "2 10.0%" not in frozen
    assert "122 of 620 people had achieved it" in exact
    assert re.search(r"Southway 10\.0% \S+% to \S+% \S+% 2 20", exact), exact
    assert NOT_SHOWN not in exact.partition("Actions")[0]


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_is_told_more_than_the_frozen_evidence(client: Client, scene: Scene, role: Role) -> None:
    finding = with_few_in_the_south(scene)
    member = builders.member(scene.programme, role, organisation=scene.south if role == Role.AGENT else None)
    shown = text_of(client, member, finding.get_absolute_url())
    assert MARK not in shown
    assert "of 620 people" not in shown
    assert MARK not in text_of(client, member, reverse("monitoring:flag_list", args=[scene.programme.slug]))


def test_what_is_stored_and_answered_elsewhere_stays_without_them(client: Client, scene: Scene) -> None:
    finding = with_few_in_the_south(scene)
    stored = json.dumps(Finding.objects.values("summary", "evidence").get(pk=finding.pk))
    assert "620" not in stored
    client.force_login(scene.commissioner)
    listed = client.get(reverse("stages:finding_list", args=[scene.programme.slug])).content.decode()
    assert "of 620 people" not in listed


def test_data_that_come_later_change_nothing_of_the_exact_figures(client: Client, scene: Scene) -> None:
    finding = with_few_in_the_south(scene)
    before = text_of(client, scene.commissioner, finding.get_absolute_url()).partition(MARK)[2].partition("Actions")[0]
    scene.quarter(3, 40, 40, agent=scene.south, segment="other")
    later = NOW.replace(day=25)
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=later)
    after = text_of(client, scene.commissioner, finding.get_absolute_url()).partition(MARK)[2].partition("Actions")[0]
    assert "122 of 620" in before
    assert after == before
    told = text_of(client, scene.member, finding.get_absolute_url())
    assert "Outcome job, 2025-q4: " in told
    assert "job-rate" not in told


def test_where_nothing_is_left_out_nothing_is_said_twice(client: Client, scene: Scene) -> None:
    for place, achieved in enumerate((150, 150, 60, 60)):
        scene.quarter(place, 300, achieved)
    judge(scene)
    assert MARK not in text_of(client, scene.commissioner, finding_of(scene, "off_track").get_absolute_url())


def test_an_agent_reads_the_exact_figures_of_a_target_of_its_own(client: Client) -> None:
    """Of those of the other agent it reads none."""
    south = scenes.RATE | {"code": "south-rate", "agent": "southway"}
    scene = scenes.scene(targets=[south])
    for place in range(4):
        scene.quarter(place, 24, 1, agent=scene.south)
        scene.quarter(place, 31, 7)
    judge(scene)
    finding = finding_of(scene, "off_track")
    for_south = builders.member(scene.programme, Role.AGENT, organisation=scene.south)
    exact = text_of(client, for_south, finding.get_absolute_url()).partition(MARK)[2]
    assert "2 of 48 people had achieved it" in exact
    assert "Northway" not in exact
    assert MARK not in text_of(client, scene.for_north, finding.get_absolute_url())


def test_a_segment_that_may_be_parked_is_shown_beside_the_others_exactly(client: Client, scene: Scene) -> None:
    for place in range(4):
        scene.quarter(place, 300, 200)
        scene.quarter(place, 24, 1, segment="other")
    judge(scene)
    finding = finding_of(scene, "parking")
    exact = text_of(client, scene.commissioner, finding.get_absolute_url()).partition(MARK)[2]
    assert "2 of 48 people" in exact
    flags = text_of(client, scene.commissioner, reverse("monitoring:flag_list", args=[scene.programme.slug]))
    assert f"{MARK}: 2 of 48 people had achieved it." in flags
    assert MARK not in text_of(client, scene.member, finding.get_absolute_url())


def test_starts_that_are_few_are_told_exactly_to_those_who_may_see_them(client: Client) -> None:
    scene = scenes.scene(targets=[scenes.RATE], assumptions={"starts": {"expected": "4000"}})
    scene.quarter(2, 40, 20)
    scene.quarter(3, 3, 1)
    judge(scene)
    flags = reverse("monitoring:flag_list", args=[scene.programme.slug])
    shown = text_of(client, scene.commissioner, flags)
    assert "fewer than 5 started in 2025-q4" in shown
    assert f"{MARK}: 3 started in 2025-q4." in shown
    exact = text_of(client, scene.commissioner, finding_of(scene, "starts").get_absolute_url()).partition(MARK)[2]
    assert re.search(r"2025-q4 \S+ 3 \S+ 43", exact), exact
    assert MARK not in text_of(client, scene.member, flags)


def test_too_few_people_are_counted_for_those_who_may_see_them(client: Client) -> None:
    scene = scenes.scene(monitoring_rules={"too_few_periods": 3})
    for place in range(3):
        scene.quarter(place, 2, 1)
    judge(scene)
    finding = finding_of(scene, "too_few")
    exact = text_of(client, scene.commissioner, finding.get_absolute_url()).partition(MARK)[2]
    assert re.search(r"1 2", exact), exact
    assert Flag.objects.filter(kind=Flag.Kind.TOO_FEW).exists()
    flags = text_of(client, scene.commissioner, reverse("monitoring:flag_list", args=[scene.programme.slug]))
    assert f"{MARK}: 1 of 2 people had achieved it." in flags


def test_how_many_wait_is_told_exactly_to_those_who_may_see_them(client: Client, scene: Scene) -> None:
    """As they stood when it was flagged: who is given a key worker later changes nothing of it."""
    started = scene.quarter(3, 100, 50)
    scenes.give_key_worker(scene, started[:97])
    monitor.run(programme=scene.programme, as_of=date(2026, 1, 30), by=builders.system(), at=NOW)
    address = reverse("monitoring:flag_list", args=[scene.programme.slug])
    shown = text_of(client, scene.commissioner, address)
    assert "Fewer than 5 of 100 who started have no key worker yet" in shown
    assert f"{MARK}: 3 of 100 who started had no key worker." in shown
    assert "1 October to 31 December 2025" in shown
    for role in OTHERS:
        own = builders.member(scene.programme, role, organisation=scene.north if role == Role.AGENT else None)
        assert "3 of 100" not in text_of(client, own, address)
