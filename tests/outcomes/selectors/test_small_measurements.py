"""Somebody who neither sees rows nor measures subtracts measured figures from each other, and from their totals."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Organisation
from delivery.domain import suppression
from delivery.domain.suppression import NOT_SHOWN, Figure, Kind, Place, Rule
from outcomes.models import Measurement
from outcomes.selectors import measurements, small_measurements
from tests import builders
from tests.delivery import attacks
from tests.kept import kept
from tests.monitoring import scenes
from tests.monitoring.scenes import NOW, Scene

pytestmark = pytest.mark.django_db
DAY = date(2025, 4, 20)


@pytest.fixture
@kept
def scene() -> Scene:
    """60 participants of the northern agent, two of the southern."""
    made = scenes.scene()
    made.start(60, date(2025, 1, 10))
    made.start(2, date(2025, 1, 10), agent=made.south)
    return made


def report(
    scene: Scene, agent: Organisation | None, counted: str, of: str = "", supersedes: Measurement | None = None
) -> Measurement:
    numbers = {"numerator": Decimal(counted), "denominator": Decimal(of)} if of else {"value": Decimal(counted)}
    return Measurement.objects.create(
        programme=scene.programme, metric="units", agent=agent, covers="2025-q1", measured_on=DAY, source="Register",
        supersedes=supersedes, reason="Counted twice." if supersedes else "", reported_by=builders.system(),
        reported_at=NOW, **numbers,
    )  # fmt: skip


def told(scene: Scene) -> set[int]:
    """The figures that a member of the Expert Body reads."""
    every = [measurements.shown(one, {}) for one in Measurement.objects.filter(programme=scene.programme)]
    read = small_measurements.read(every, scene.member, scene.programme)
    assert len(small_measurements.read(every, scene.commissioner, scene.programme)) == len(every)
    return {one.measurement.pk for one in read if one.figure != NOT_SHOWN}


@pytest.mark.parametrize(
    ("north", "south", "everybody"),
    [
        (("60", "100"), ("3", "40"), ("63", "140")),
        (("60", "100"), ("30", "40"), ("93", "150")),
        (("60", "100"), ("38", "40"), ("98", "140")),
    ],
)
def test_no_difference_of_a_total_and_its_parts_tells_of_few_people(
    scene: Scene, north: tuple[str, str], south: tuple[str, str], everybody: tuple[str, str]
) -> None:
    """Of the second, three of ten who stand in no agent's figure are what is left."""
    given: dict[Place, tuple[str, str]] = {("north", None): north, ("south", None): south, (None, None): everybody}
    agents = {"north": scene.north, "south": scene.south, None: None}
    made = {place: report(scene, agents[place[0]], *numbers) for place, numbers in given.items()}
    figures = {place: Figure(int(of), int(counted)) for place, (counted, of) in given.items()}
    rest = Figure(
        figures[None, None].people - figures["north", None].people - figures["south", None].people,
        figures[None, None].achieved - figures["north", None].achieved - figures["south", None].achieved,
    )
    cells = {("north", ""): figures["north", None], ("south", ""): figures["south", None], ("rest", ""): rest}
    seen = told(scene)
    known = {
        place: {name: float(n) for name, n in Kind.SHARE.parts(figures[place]).items()}
        for place, one in made.items()
        if one.pk in seen
    }
    secrets = suppression.secrets(suppression.with_totals(cells), Rule(), Kind.SHARE, {})
    assert secrets
    for secret in secrets:
        _low, high = attacks.bounds(list(cells), known, secret.place, secret.parts, attacks.parts_of(Kind.SHARE))
        assert high >= Rule().threshold - 1e-6, secret


def test_figures_of_many_are_told_with_their_total(scene: Scene) -> None:
    given = ((scene.north, "60", "100"), (scene.south, "30", "40"), (None, "90", "140"))
    made = {report(scene, *numbers).pk for numbers in given}
    assert told(scene) == made


@pytest.mark.parametrize(("corrected", "are_told"), [("62", False), ("70", True)])
def test_what_a_correction_moved_by_a_few_is_told_once(scene: Scene, corrected: str, are_told: bool) -> None:
    first = report(scene, scene.north, "60", "100")
    second = report(scene, scene.north, corrected, "100", supersedes=first)
    assert told(scene) == ({first.pk, second.pk} if are_told else {second.pk})


def test_a_value_made_by_two_people_is_not_told_nor_subtracted_from_the_total(scene: Scene) -> None:
    """The hours of all less those of the north are the hours of two people."""
    north, south, everybody = (report(scene, agent, "5.5") for agent in (scene.north, scene.south, None))
    seen = told(scene)
    assert south.pk not in seen
    assert not {north.pk, everybody.pk} <= seen


def test_a_value_made_by_many_is_told(scene: Scene) -> None:
    made = report(scene, scene.north, "5.5")
    assert told(scene) == {made.pk}


def test_figures_that_are_no_parts_of_a_total_are_each_decided_on_alone(scene: Scene) -> None:
    north, everybody = report(scene, scene.north, "60", "100"), report(scene, None, "30", "70")
    assert told(scene) == {north.pk, everybody.pk}
