"""Files that are narrowed to an outcome, an agent, a segment or periods: never more than the whole file tells."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.utils.timezone import now
from openpyxl import load_workbook

from accounts.models import AuditEntry, Role
from delivery.actions import reclassifications
from monitoring.actions import monitor
from outcomes.models import Claim
from payments.actions import pricing
from stages.actions import exports
from stages.models import Export
from tests import builders, interface
from tests.kept import kept
from tests.monitoring import scenes
from tests.monitoring.scenes import Scene
from tests.payments.approving import approve_all
from tests.stages.api.test_exports import as_rows, content, path, ready

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def scene() -> Scene:
    """A year of two agents and both segments, judged and priced."""
    made = scenes.first_quarter()
    made.quarter(0, 12, 2, agent=made.south)
    made.quarter(1, 30, 12, segment="other")
    made.quarter(3, 300, 150)
    made.quarter(3, 60, 12, segment="other")
    made.quarter(3, 60, 27, agent=made.south)
    monitor.run(programme=made.programme, as_of=scenes.YEAR_END, by=builders.system(), at=scenes.NOW)
    pricing.price(programme=made.programme, as_of=scenes.YEAR_END, by=builders.system(), at=scenes.NOW)
    approve_all(made.programme, scenes.NOW)
    return made


def expected(scene: Scene, **wanted: Any) -> set[str]:
    return {str(one) for one in Claim.objects.filter(programme=scene.programme, **wanted).values_list("pk", flat=True)}


def claims(scene: Scene, **filters: str) -> set[str]:
    rows = as_rows(content(interface.person(scene.commissioner), scene, "claims", "csv", **filters))
    return {row["id"] for row in rows}


def test_claims_are_those_of_what_was_chosen(scene: Scene) -> None:
    first, second = scene.period(0), scene.period(1)
    young, early = expected(scene, participant__segment="young"), expected(scene, event_date__lte=first.ends_on)
    assert claims(scene) == expected(scene)
    assert claims(scene, agent=scene.south.code) == expected(scene, agent=scene.south) != set()
    assert claims(scene, segment="young") == young
    assert claims(scene, period=first.code) == early
    assert claims(scene, from_period=second.code) == expected(scene) - early
    assert claims(scene, from_period=second.code, period=second.code, segment="other") == expected(
        scene, participant__segment="other", event_date__range=(second.starts_on, second.ends_on)
    )
    assert claims(scene, outcome="job") == expected(scene, outcome="job")
    assert claims(scene, segment="young", agent=scene.north.code) == young & expected(scene, agent=scene.north)


def test_a_participant_counts_in_the_segment_by_which_they_are_priced_today(scene: Scene) -> None:
    claim = Claim.objects.filter(programme=scene.programme, participant__segment="young").first()
    assert claim is not None
    made = reclassifications.propose(
        participant=claim.participant, to_segment="other", reason="Older than said.", evidence="Passport.",
        by=scene.commissioner, at=scenes.NOW,
    )  # fmt: skip
    assert str(claim.pk) in claims(scene, segment="young")
    reclassifications.decide(
        reclassification=made, kind="confirmed", reason="", by=builders.member(scene.programme, Role.COMMISSIONER),
        at=scenes.NOW,
    )  # fmt: skip
    assert str(claim.pk) not in claims(scene, segment="young")
    assert str(claim.pk) in claims(scene, segment="other")


@pytest.mark.parametrize("role", [Role.ANALYST, Role.COMMISSIONER])
def test_lines_of_statements_are_those_of_the_whole_file_that_match(scene: Scene, role: Role) -> None:
    """For who may not see rows: no line that the whole file hides comes to light by narrowing, nor a sum of them."""
    caller = interface.person(builders.member(scene.programme, role))
    whole = as_rows(content(caller, scene, "statement_lines", "csv"))
    first = scene.period(0).code
    for filters, field in (
        ({"outcome": "job"}, "outcome"),
        ({"segment": "young"}, "segment"),
        ({"segment": "other"}, "segment"),
        ({"agent": scene.south.code}, "agent"),
        ({"from_period": first, "period": first}, "period"),
    ):
        narrowed = as_rows(content(caller, scene, "statement_lines", "csv", **filters))
        (code,) = set(filters.values())
        assert narrowed == [row for row in whole if row[field] == code or (row["kind"] == "not_shown" and field in (
            "outcome", "segment"))]  # fmt: skip


def test_open_data_leave_rows_out_and_say_so(scene: Scene) -> None:
    caller = interface.person(builders.member(scene.programme, Role.ANALYST))
    whole = json.loads(content(caller, scene, "open_data", "json"))
    filters = {"agent": scene.north.code, "segment": "young"}
    found = json.loads(content(caller, scene, "open_data", "json", **filters))
    assert found["narrowed_to"] == f"Agent: {scene.north.name}; Segment: Aged 18 to 24"
    assert found["breakdowns"] == [
        row for row in whole["breakdowns"] if (row["agent"], row["segment"]) == (scene.north.code, "young")
    ]
    assert found["breakdowns"]
    assert (found["money"]["rows"], found["verdicts"]) == ([], [])
    early = json.loads(content(caller, scene, "open_data", "json", period=scene.period(0).code))
    assert {one["period"] for target in early["targets"] for one in target["readings"]} <= {scene.period(0).code}
    book = load_workbook(io.BytesIO(content(caller, scene, "open_data", "xlsx", **filters)))
    notes = [str(row[0]) for row in book["Notes"].iter_rows(values_only=True)]
    assert any(f"Agent: {scene.north.name}; Segment: Aged 18 to 24" in note for note in notes)
    with zipfile.ZipFile(io.BytesIO(content(caller, scene, "open_data", "csv", **filters))) as archive:
        assert f"Agent: {scene.north.name}" in archive.read("notes.txt").decode()


def test_the_list_and_the_name_of_the_file_say_what_it_is_narrowed_to(scene: Scene) -> None:
    caller = interface.person(scene.commissioner)
    found = ready(caller, scene, "claims", "csv", segment="young", outcome="job")
    assert found["filters"] == {"outcome": "job", "segment": "young"}
    assert found["narrowed_to"].startswith("Outcome: ")
    assert "-claims-job-young-" in found["filename"]
    assert caller.get(path(scene)).json()["results"][0]["filters"] == found["filters"]
    said = AuditEntry.objects.filter(action="stages.export.ask").latest("pk")
    assert said.after["filters"] == found["filters"]


@pytest.mark.parametrize(
    ("kind", "form", "filters", "said"),
    [
        ("pack", "json", {"outcome": "job"}, "cannot be narrowed"),
        ("ocds", "json", {"period": "2025-q1"}, "cannot be narrowed"),
        ("claims", "csv", {"outcome": "none"}, "There is no outcome “none” that you may choose"),
        ("claims", "csv", {"period": "none"}, "There is no period “none” that you may choose"),
        ("claims", "csv", {"from_period": scenes.QUARTERS[1][0], "period": scenes.QUARTERS[0][0]}, "comes after"),
    ],
)
def test_what_cannot_be_chosen_is_refused(
    scene: Scene, kind: str, form: str, filters: dict[str, str], said: str
) -> None:
    body = {"kind": kind, "format": form, **filters}
    refused = interface.person(scene.commissioner).post(path(scene), body)
    assert (refused.status_code, refused.json()["code"]) == (409, "export_refused")
    assert said in refused.json()["detail"]
    assert not Export.objects.exists()


def test_an_agent_is_offered_nobody_but_itself(scene: Scene) -> None:
    caller = interface.system_of(scene.for_north)
    own = as_rows(content(caller, scene, "claims", "csv", agent=scene.north.code))
    assert {row["agent"] for row in own} == {scene.north.code}
    body = {"kind": "claims", "format": "csv", "agent": scene.south.code}
    assert caller.post(path(scene), body).status_code == 409


def test_who_may_no_longer_choose_an_agent_still_has_what_everybody_may_read(scene: Scene) -> None:
    """They asked as one who sees all agents, and act for one of them by the time that it is written."""
    analyst = builders.member(scene.programme, Role.ANALYST)
    body = {"kind": "open_data", "format": "json", "agent": scene.south.code}
    asked = interface.person(analyst).post(path(scene), body).json()
    analyst.memberships.all().delete()
    builders.member(scene.programme, Role.AGENT, organisation=scene.north, user=analyst)
    exports.make(export_id=asked["id"], at=now())
    file = interface.person(analyst).get(f"{path(scene)}{asked['id']}/file/")
    assert json.loads(b"".join(file.streaming_content))["narrowed_to"] == f"Agent: {scene.south.code}"
