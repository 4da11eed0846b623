"""Many measured figures by a file: filled in, read whole or not at all, and confirmed together by somebody else."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AuditEntry
from outcomes.models import Measurement, MeasurementDecision
from tests.kept import kept
from tests.payments.test_measured_figures import World

pytestmark = pytest.mark.django_db
HEAD = "metric,for,agent,numerator,denominator,mean,measured_on,source"


@pytest.fixture
@kept
def world() -> World:
    return World()


def send(client: Client, world: World, *rows: str, head: str = HEAD) -> str:
    file = SimpleUploadedFile("figures.csv", "\n".join([head, *rows]).encode())
    answer = client.post(world.page("measurement_file"), {"file": file}, follow=True)
    return answer.content.decode()


def test_figures_are_reported_by_one_file_and_confirmed_together(world: World, client: Client) -> None:
    client.force_login(world.analyst)
    assert world.page("measurement_file") in client.get(world.page("measurement_list")).content.decode()
    code = world.agent.code
    filled = client.get(world.page("measurement_template")).content.decode()
    assert f"units,2026-q1,2026-q1,{code}," in filled
    page = send(
        client,
        world,
        f"units,2026-q1,{code},110,100,,20/04/2026,Register",
        f"units,2026-q2,{code},,100,0.95,2026-04-20,R",
    )
    assert "2 figures are reported. None counts until somebody else confirms it." in page
    assert "95 ÷ 100 (95%)" in page
    assert "Confirm or refuse them" not in page
    first = Measurement.objects.earliest("pk")
    batch = world.page("measurement_batch", first.pk)
    assert client.post(batch, {"kind": "confirmed"}).status_code == 403
    client.force_login(world.verifier)
    assert batch in client.get(world.page("measurement_detail", first.pk)).content.decode()
    assert "Select whether the figures are right" in client.post(batch, {}).content.decode()
    page = client.post(batch, {"kind": "confirmed"}, follow=True).content.decode()
    assert "Your decision is recorded for all of them." in page
    assert MeasurementDecision.objects.filter(kind="confirmed").count() == 2
    assert AuditEntry.objects.filter(action="outcomes.measurement.decide").count() == 2
    assert (
        "Somebody has decided on all of these figures already."
        in client.post(batch, {"kind": "confirmed"}).content.decode()
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("units,2026-q9,{code},1,2,,2026-04-20,R", "No rule or comparison of the contract waits for it."),
        ("units,2026-q1,nobody,1,2,,2026-04-20,R", "No rule or comparison of the contract waits for it."),
        ("units,2026-q1,{code},many,2,,2026-04-20,R", "Enter a number such as 1234.5"),
        ("units,2026-q1,{code},1,0,,2026-04-20,R", "Enter a denominator above zero."),
        ("units,2026-q1,{code},1,2,0.5,2026-04-20,R", "Give a numerator or a mean, not both."),
        ("units,2026-q1,{code},,,0.5,2026-04-20,R", "Enter of how many this is the mean."),
        ("units,2026-q1,{code},1,2,,soon,R", "Enter the day as 2026-03-31"),
        ("units,2026-q1,{code},1,2,,2999-01-01,R", "It cannot lie in the future."),
        ("units,2026-q1,{code},1,2,,2026-04-20,", "Enter where the figure comes from."),
        ("units,,{code},1,2,,2026-04-20,R", "Enter what the figure is for"),
    ],
)
def test_a_wrong_row_is_told_with_its_number_and_nothing_is_taken(
    world: World, client: Client, row: str, told: str
) -> None:
    client.force_login(world.analyst)
    code = world.agent.code
    page = send(client, world, f"units,2026-q2,{code},110,100,,2026-04-20,R", row.format(code=code))
    assert told in page
    assert "Nothing was taken from the file: 1 thing is wrong in it." in page
    assert not Measurement.objects.exists()


def test_a_file_that_is_none_or_repeats_itself_is_refused(world: World, client: Client) -> None:
    client.force_login(world.analyst)
    row = f"units,2026-q1,{world.agent.code},110,100,,2026-04-20,R"
    assert "Select the file to send" in client.post(world.page("measurement_file"), {}).content.decode()
    assert "Missing: metric, measured_on, source." in send(client, world, "1,2", head="a,b")
    assert "a header but no rows" in send(client, world)
    assert "This file has a row for the same figure before." in send(client, world, row, row)
    assert "1 figure is reported." in send(client, world, row)
    assert "This figure was reported already." in send(client, world, row)


def test_agents_report_their_own_alone_and_readers_none(world: World, client: Client) -> None:
    row = f"units,2026-q1,{world.agent.code},110,100,,2026-04-20,R"
    client.force_login(world.rival)
    assert "You report figures of your own organisation only." in send(client, world, row)
    given: dict[str, Any] = {"file": SimpleUploadedFile("f.csv", b"x")}
    client.force_login(world.scheme.place.member)
    assert client.post(world.page("measurement_file"), given).status_code == 403
    client.force_login(world.for_agent)
    assert "1 figure is reported." in send(client, world, row)
