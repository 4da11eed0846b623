"""Two towns with the programme and two without it: registered, reported, confirmed, judged, and read by everybody."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Role, User
from monitoring.actions import answering, monitor
from monitoring.models import Verdict
from outcomes.models import Measurement
from tests import builders
from tests.contracts import builders as contract_builders
from tests.journeys.conftest import Person
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, YEAR_END, Scene
from tests.monitoring.views.test_verdict_panel import ASKED, LEVELS, METRIC, QUARTERS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
HEADER = "metric,place,period,count,n,measured_on,source"
FIRST = ("ash", "2024-01")


def row(place: str, quarter: str, counted: object) -> str:
    return f"in-work,{place},{quarter},{counted},1000,2026-01-10,Labour survey"


def file_of(rows: list[str], path: Path) -> Path:
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return path


def all_but_the_first() -> list[str]:
    return [
        row(place, quarter, counted)
        for place, counts in LEVELS.items()
        for quarter, counted in zip(QUARTERS, counts, strict=True)
        if (place, quarter) != FIRST
    ]


@pytest.fixture
def scene() -> Scene:
    made = scenes.scene(comparisons=[ASKED], metrics=[METRIC])
    for place in range(4):
        made.quarter(place, 100, 50)
    monitor.run(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    return made


def page(scene: Scene, name: str, *parts: object) -> str:
    return reverse(name, args=[scene.programme.slug, *parts])


def test_figures_of_places_lead_to_a_trend_a_verdict_and_a_chart(
    as_person: Callable[[User], Person], scene: Scene, tmp_path: Path
) -> None:
    commissioner = as_person(scene.commissioner)
    nothing_yet(commissioner, scene)
    reported(commissioner, tmp_path)

    verifier = as_person(builders.member(scene.programme, Role.VERIFIER))
    confirmed(verifier, scene)
    (verdict,) = answering.answer(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    assert verdict.pool == "2025-01,2025-04"

    commissioner = as_person(scene.commissioner)
    judged(commissioner, scene, verdict)
    commissioner.go(page(scene, "dashboards:findings_dashboard"), "Findings dashboard")
    commissioner.sees("Periods since the start 2025-01 to 2025-04 (2 periods): 43.6% on average in the 2 places")
    commissioner.look_on_a_phone()

    member = as_person(scene.member)
    judged(member, scene, verdict, rate="44% on average in the 2 places")


def nothing_yet(commissioner: Person, scene: Scene) -> None:
    commissioner.go(page(scene, "monitoring:verdict_list"), "Verdicts")
    commissioner.sees("The figures of all places are not complete yet.")
    commissioner.look_on_a_phone()
    commissioner.follow("Do more find work than in like towns?", "Do more find work than in like towns?")
    commissioner.sees("No verdict yet")
    commissioner.sees("are missing or not confirmed yet: Ash, Jan 2024")
    commissioner.look_on_a_phone()


def reported(commissioner: Person, tmp_path: Path) -> None:
    """One figure by the form, all others by a file, which is refused as a whole while one row of it is wrong."""
    commissioner.follow("See the measured figures", "Measured figures")
    commissioner.look_on_a_phone()
    commissioner.follow("In work in the town", "In work in the town")
    commissioner.sees("Ash, Jan 2024 to Mar 2024")
    commissioner.fill(numerator="400", denominator="0", source="Labour survey")
    commissioner.fill_date("measured_on", date(2026, 1, 10))
    commissioner.press("Report the figure")
    commissioner.refused("Enter a denominator above zero")
    commissioner.look_on_a_phone()
    commissioner.fill(denominator="1000")
    commissioner.press("Report the figure")
    commissioner.told("The figure is reported.")
    commissioner.look_on_a_phone()
    commissioner.page.get_by_role("link", name="Measured figures").first.click()
    commissioner.follow("Report many by a file", "Report many figures")
    commissioner.look_on_a_phone()
    commissioner.upload("file", file_of([*all_but_the_first(), row("pine", "2024-01", 1)], tmp_path / "wrong.csv"))
    commissioner.press("Report the figures")
    commissioner.sees("No rule or comparison of the contract waits for it.")
    commissioner.look()
    commissioner.look_on_a_phone()
    assert Measurement.objects.count() == 1
    commissioner.upload("file", file_of(all_but_the_first(), tmp_path / "right.csv"))
    commissioner.press("Report the figures")
    commissioner.told("23 figures are reported.")
    commissioner.at("Figures reported together")
    commissioner.look_on_a_phone()


def confirmed(verifier: Person, scene: Scene) -> None:
    alone, together = Measurement.objects.order_by("pk").values_list("pk", flat=True)[:2]
    verifier.go(page(scene, "outcomes:measurement_batch", together), "Figures reported together")
    verifier.press("Record it for all that wait")
    verifier.refused("Select whether the figures are right")
    verifier.choose("kind", "confirmed")
    verifier.press("Record it for all that wait")
    verifier.told("Your decision is recorded for all of them.")
    verifier.look_on_a_phone()
    verifier.go(page(scene, "outcomes:measurement_detail", alone), "In work in the town")
    verifier.follow("Confirm or refuse it", "Confirm or refuse the figure")
    verifier.choose("kind", "confirmed")
    verifier.press("Record the decision")
    verifier.told("Your decision is recorded.")


def judged(
    person: Person, scene: Scene, verdict: Verdict, rate: str = "43.6% on average in the 2 places with the programme"
) -> None:
    """The verdict, both sides over time, whether they moved alike before, what it supposes, and the chart."""
    person.go(page(scene, "monitoring:verdict_list"), "Verdicts")
    person.sees("Periods since the start 2025-01 to 2025-04 (2 periods)")
    person.follow("Do more find work than in like towns?", "Do more find work than in like towns?")
    person.sees(verdict.get_verdict_display())
    person.sees(rate)
    person.sees("That does not speak against the comparison")
    person.sees("Without the programme both sides would have changed alike.")
    chart = person.page.locator("figure").filter(has_text="Places with the programme beside the others")
    expect(chart.locator("svg:visible")).to_have_count(1)
    chart.get_by_text("Figures as a table").click()
    expect(chart.get_by_role("row", name="2025-01")).to_be_visible()
    person.look()
    person.look_on_a_phone()


def test_the_question_is_written_into_a_draft(as_person: Callable[[User], Person]) -> None:
    place = contract_builders.setting()
    version = contract_builders.draft(place, metrics=[METRIC])
    person = as_person(place.commissioner)
    person.go(contract_builders.page(version, "clause_add", "comparisons"), "omparison")
    person.look_on_a_phone()
    person.fill(
        name="Do more find work than in like towns?", code="towns", window_days="30", matters="5%", looks="4",
        panel_inside="Ash\nElm", panel_outside="Oak", source="Labour survey",
    )  # fmt: skip
    person.fill_date("panel_first", date(2024, 1, 1))
    person.fill_date("panel_since", date(2025, 1, 1))
    for name, value in (("outcome", "job"), ("measure", "share"), ("against", "change"), ("test", "panel_of_places"),
                        ("metric", "in-work"), ("pooling", "all"), ("panel_every", "3")):  # fmt: skip
        pick(person, name, value)
    person.press("Save")
    person.refused("place")
    person.look_on_a_phone()
    person.fill(panel_outside="Oak\nFir")
    person.press("Save")
    person.sees("Every quarter from 1 January 2024; the programme runs from 1 January 2025 (4 periods before)")
    person.look()
    person.look_on_a_phone()


def pick(person: Person, name: str, value: str) -> None:
    """From a list, or from radio buttons, whichever the form has."""
    listed = person.page.locator(f"select[name={name}]")
    if listed.count():
        listed.select_option(value=value)
    else:
        person.choose(name, value)
