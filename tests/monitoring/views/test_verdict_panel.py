"""A difference-in-differences over places: its figures reported, confirmed, judged, shown, hidden and taken along."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from monitoring.actions import answering, pack_verdicts
from monitoring.models import Verdict
from monitoring.selectors import figures, open_verdicts
from outcomes.actions import measurement_files
from outcomes.actions import measurements as actions
from outcomes.domain.figures import Figures, Statement
from outcomes.models import Measurement
from outcomes.selectors import measurements
from stages.actions import pack_check, pack_export
from tests import builders
from tests.kept import kept
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, YEAR_END, Scene

pytestmark = pytest.mark.django_db
METRIC = {"code": "in-work", "name": "In work in the town", "measured": "ratio", "numerator": "In work",
          "denominator": "Of working age", "per_agent": False}  # fmt: skip
PLACES = [[{"code": name.lower(), "name": name} for name in side] for side in (("Ash", "Elm"), ("Oak", "Fir"))]
ASKED: dict[str, Any] = {
    "code": "towns", "name": "Do more find work than in like towns?", "outcome": "job", "measure": "share",
    "against": "change", "test": "panel_of_places", "matters": "0.05", "window_days": 30, "looks": 4,
    "metric": "in-work",
    "panel": {"every": 3, "first": "2024-01-01", "since": "2025-01-01", "inside": PLACES[0], "outside": PLACES[1]},
}  # fmt: skip
LEVELS = {
    "ash": (400, 402, 398, 400, 480, 484), "elm": (300, 299, 301, 300, 392, 388),
    "oak": (410, 408, 412, 410, 421, 419), "fir": (350, 351, 349, 350, 358, 362),
}  # fmt: skip
QUARTERS = ("2024-01", "2024-04", "2024-07", "2024-10", "2025-01", "2025-04")


def report(scene: Scene, levels: Mapping[str, tuple[int, ...]] = LEVELS, of: int = 1000) -> list[Measurement]:
    """All figures by a file of the commissioner, confirmed by a verifier."""
    rows = [
        f"in-work,{place},{quarter},{counted},{of},2026-01-10,Labour survey"
        for place, counts in levels.items()
        for quarter, counted in zip(QUARTERS, counts, strict=False)
    ]
    content = "\n".join(["metric,place,period,count,n,measured_on,source", *rows]).encode()
    made = measurement_files.report(programme=scene.programme, content=content, by=scene.commissioner, at=NOW)
    verifier = builders.member(scene.programme, Role.VERIFIER)
    measurement_files.decide(together=made, kind="confirmed", reason="", by=verifier, at=NOW)
    return made


def answered(scene: Scene) -> list[Verdict]:
    return answering.answer(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)


@pytest.fixture
@kept
def scene() -> Scene:
    return scenes.scene(comparisons=[ASKED], metrics=[METRIC])


def page(scene: Scene, client: Client, *parts: str) -> str:
    name = "verdict_csv" if len(parts) else "verdict_detail"
    return client.get(reverse(f"monitoring:{name}", args=[scene.programme.slug, "towns", *parts])).content.decode()


def test_the_contract_waits_for_the_figure_of_every_place_and_period(scene: Scene, client: Client) -> None:
    wanted = measurements.wanted(scene.programme)
    assert len(wanted) == 4 * 8
    assert wanted["in-work", None, "ash-2024-01"].name == "Ash, Jan 2024 to Mar 2024"
    assert wanted["in-work", None, "fir-2025-10"].due_on == date(2026, 1, 30)
    client.force_login(scene.commissioner)
    told = page(scene, client)
    assert "No verdict yet" in told
    assert "32 of the 32 figures that can be there by now are missing or not confirmed yet: Ash, Jan 2024" in told
    assert "Ash and Elm" in told
    assert answered(scene) == []


def test_confirmed_figures_are_judged_and_shown_with_trend_and_assumptions(scene: Scene, client: Client) -> None:
    report(scene)
    (one,) = answered(scene)
    assert (one.verdict, one.pool, one.look, one.people) == ("too_few", "2025-01,2025-04", 1, 4000)
    assert (one.size, one.comparator) == (Decimal("0.076000"), Decimal("0.360000"))
    assert answered(scene) == []
    client.force_login(scene.commissioner)
    told = page(scene, client)
    assert "43.6% on average in the 2 places with the programme, against 36.0% had they changed as the" in told
    assert "+7.6 points" in told
    assert "That does not speak against the comparison" in told
    assert "Without the programme both sides would have changed alike." in told
    assert "or more matters, which needs about" in told
    assert "Periods since the start" in told
    assert "People who started in" not in told
    rows = list(csv.reader(io.StringIO(page(scene, client, "panel").removeprefix("\ufeff"))))
    assert rows[0] == ["Period", "With the programme", "Without it", "Had they changed alike"]
    assert rows[5] == ["2025-01", "43.6%", "38.9%", "35.9%"]
    places = list(csv.reader(io.StringIO(page(scene, client, "places").removeprefix("\ufeff"))))
    assert places[1] == ["Ash", "With the programme", "2024-01", "400", "1,000", "40.0%"]
    assert len(places) == 1 + 4 * 6
    listed = client.get(reverse("monitoring:verdict_list", args=[scene.programme.slug])).content.decode()
    assert "Periods since the start 2025-01 to 2025-04 (2 periods)" in listed


def test_a_gap_that_was_moving_before_is_warned_of(scene: Scene, client: Client) -> None:
    growing = {"ash": (400, 420, 441, 460, 480, 500), "elm": (300, 321, 340, 360, 380, 400)}
    report(scene, LEVELS | growing)
    answered(scene)
    client.force_login(scene.commissioner)
    assert "The two sides were already moving apart or together" in page(scene, client)


def test_a_corrected_figure_counts_once_it_is_confirmed_and_is_the_same_look(scene: Scene) -> None:
    made = report(scene)
    (first,) = answered(scene)
    last = next(one for one in made if one.covers == "ash-2025-04")
    stated = Statement(Figures(numerator=Decimal(400), denominator=Decimal(1000)), date(2026, 1, 12), "Labour survey")
    again = actions.correct(measurement=last, stated=stated, reason="Misread.", by=scene.commissioner, at=NOW)
    assert answered(scene) == []
    verifier = builders.member(scene.programme, Role.VERIFIER)
    actions.decide(measurement=again, kind="confirmed", reason="", by=verifier, at=NOW)
    (second,) = answered(scene)
    assert (second.look, second.pool) == (first.look, first.pool)
    assert second.size is not None
    assert first.size is not None
    assert second.size < first.size


def test_small_counts_of_any_place_hide_the_figures_from_those_who_may_not_see_rows(
    scene: Scene, client: Client
) -> None:
    report(scene, LEVELS | {"fir": (350, 351, 3, 350, 358, 362)})
    answered(scene)
    client.force_login(scene.member)
    told = page(scene, client)
    assert "39.0%" not in told
    assert (
        client.get(reverse("monitoring:verdict_csv", args=[scene.programme.slug, "towns", "places"])).status_code == 404
    )
    (row,) = open_verdicts.rows(figures.audience(scene.member, scene.programme))
    assert (row["shown"], row["since"]) == (False, "2025-01-01")


def test_the_registration_its_figures_and_the_verdict_travel_in_packs(scene: Scene) -> None:
    report(scene)
    (one,) = answered(scene)
    (row,) = pack_verdicts.export(scene.programme) or []
    pack = pack_export.export(programme=scene.programme, by=scene.commissioner)
    pack_check.check(pack)
    one.refresh_from_db()
    assert row["facts"] == one.facts
    assert len(pack["measurements"]) == 24
    assert pack["contract"]["versions"][0]["comparisons"][0]["panel"] == ASKED["panel"]
