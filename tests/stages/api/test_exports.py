"""Files that are made at their own pace: asked for, followed, fetched, and only as long as they may be seen."""

import csv
import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from accounts.models import AuditEntry, Role, User
from delivery.actions import disclosure
from delivery.domain.suppression import Rule
from outcomes.selectors import claim_exports
from payments.actions import pricing
from stages.actions import exports
from stages.models import Export, Membership
from tests import builders, interface
from tests.kept import kept
from tests.monitoring import scenes
from tests.monitoring.scenes import Scene
from tests.payments.approving import approve_all

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def scene() -> Scene:
    """A quarter of two agents, priced."""
    made = scenes.first_quarter()
    made.quarter(0, 12, 2, agent=made.south)
    pricing.price(programme=made.programme, as_of=scenes.YEAR_END, by=builders.system(), at=scenes.NOW)
    approve_all(made.programme, scenes.NOW)
    return made


def path(scene: Scene) -> str:
    return f"programmes/{scene.programme.slug}/exports/"


def ready(caller: interface.Caller, scene: Scene, kind: str, form: str, **filters: str) -> Any:
    """The file, once a worker has written it."""
    asked = caller.post(path(scene), {"kind": kind, "format": form, **filters})
    assert asked.status_code == 202, asked.json()
    number = asked.json()["id"]
    assert asked["Location"] == f"/api/v1/{path(scene)}{number}/"
    exports.make(export_id=number, at=now())
    found = caller.get(f"{path(scene)}{number}/").json()
    assert (found["status"], found["failure"]) == ("ready", "")
    return found


def content(caller: interface.Caller, scene: Scene, kind: str, form: str, **filters: str) -> bytes:
    found = ready(caller, scene, kind, form, **filters)
    response = caller.get(f"{path(scene)}{found['id']}/file/", headers={"Accept": "text/csv"})
    assert response.status_code == 200
    assert found["filename"] in response["Content-Disposition"]
    body = b"".join(response.streaming_content)
    assert len(body) == found["size"]
    return body


def as_rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_an_agents_system_has_its_own_claims_and_no_others(scene: Scene) -> None:
    rows = as_rows(content(interface.system_of(scene.for_north), scene, "claims", "csv"))
    assert {row["agent"] for row in rows} == {scene.north.code}
    listed = interface.system_of(scene.for_north).get(f"programmes/{scene.programme.slug}/claims/", page_size=200)
    assert {row["id"] for row in rows} == {str(one["id"]) for one in listed.json()["results"]}
    lines = content(interface.system_of(scene.for_north), scene, "claims", "ndjson").splitlines()
    assert [str(json.loads(line)["id"]) for line in lines] == [row["id"] for row in rows]


def test_the_lines_of_statements_are_those_that_their_pages_show(scene: Scene) -> None:
    rows = as_rows(content(interface.person(scene.commissioner), scene, "statement_lines", "csv"))
    shown = interface.person(scene.commissioner).get(f"programmes/{scene.programme.slug}/statements/").json()["results"]
    for statement in shown:
        own = [row for row in rows if row["statement"] == str(statement["id"])]
        assert f"{sum(float(row['net']) for row in own):.2f}" == statement["total"]


def test_small_counts_are_hidden_from_those_who_may_not_see_rows(scene: Scene) -> None:
    analyst = builders.member(scene.programme, Role.ANALYST)
    rows = as_rows(content(interface.person(analyst), scene, "statement_lines", "csv"))
    south = [row for row in rows if row["agent"] == scene.south.code]
    assert south
    assert not [row for row in south if row["kind"] == "payment" and 0 < int(row["count"]) < 5]
    asked = interface.person(analyst).post(path(scene), {"kind": "claims", "format": "csv"})
    assert asked.status_code == 403


@pytest.mark.parametrize(("kind", "form"), [("open_data", "xlsx"), ("open_data", "json"), ("indigo", "json")])
def test_open_data_can_be_had_as(scene: Scene, kind: str, form: str) -> None:
    body = content(interface.system_of(scene.for_north), scene, kind, form)
    assert body.startswith(b"PK") if form == "xlsx" else json.loads(body)


def test_the_schema_describes_a_file_in_json_as_what_its_readers_take_from_it(client: Client) -> None:
    schema = client.get("/api/v1/schema/", {"format": "json"}).json()
    operation = schema["paths"]["/api/v1/programmes/{slug}/exports/{id}/file/"]["get"]
    kinds = {kind: one["schema"]["type"] for kind, one in operation["responses"]["200"]["content"].items()}
    assert kinds.pop("application/json") == "object"
    assert set(kinds.values()) == {"string"}


def test_open_data_as_csv_is_one_archive_of_every_table(scene: Scene) -> None:
    body = content(interface.system_of(scene.for_north), scene, "open_data", "csv")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert set(archive.namelist()) == {"targets.csv", "breakdowns.csv", "money.csv", "notes.txt"}


def test_a_pack_is_for_those_who_may_bring_a_programme_out(scene: Scene) -> None:
    body = content(interface.person(scene.commissioner), scene, "pack", "json")
    assert json.loads(body)["programme"]["slug"] == scene.programme.slug
    refused = interface.person(scene.for_north).post(path(scene), {"kind": "pack", "format": "json"})
    assert refused.status_code == 403


def test_a_kind_has_formats_of_its_own(scene: Scene) -> None:
    refused = interface.person(scene.commissioner).post(path(scene), {"kind": "pack", "format": "csv"})
    assert (refused.status_code, refused.json()["code"]) == (409, "export_refused")
    assert "json" in refused.json()["detail"]


def test_an_export_is_for_whoever_asked_for_it_alone(scene: Scene) -> None:
    found = ready(interface.person(scene.commissioner), scene, "open_data", "json")
    for other in (scene.for_north, builders.member(scene.programme, Role.ANALYST)):
        assert interface.person(other).get(f"{path(scene)}{found['id']}/").status_code == 404
        assert interface.person(other).get(f"{path(scene)}{found['id']}/file/").status_code == 404
        assert interface.person(other).get(path(scene)).json()["results"] == []


def test_asking_twice_with_one_key_makes_one_file(scene: Scene) -> None:
    caller = interface.person(scene.commissioner)
    asked = [caller.post(path(scene), {"kind": "claims", "format": "csv"}, key="same") for _ in "12"]
    assert asked[0].json() == asked[1].json()
    assert asked[1]["Location"] == asked[0]["Location"]
    assert Export.objects.count() == 1


def test_a_worker_that_takes_over_goes_on_where_the_first_was_killed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim_exports, "BATCH", 2)
    caller = interface.person(scene.commissioner)
    whole = content(caller, scene, "claims", "csv")
    number = caller.post(path(scene), {"kind": "claims", "format": "csv"}).json()["id"]
    kept, pieces = exports._keep, []

    def killed(export: Export, file: Any, piece: Any) -> None:
        pieces.append(piece)
        kept(export, file, piece)
        if len(pieces) == 3:
            file.write(b"half a piece that was never told of")
            raise KeyboardInterrupt

    monkeypatch.setattr(exports, "_keep", killed)
    with pytest.raises(KeyboardInterrupt):
        exports.make(export_id=number, at=now())
    begun = caller.get(f"{path(scene)}{number}/").json()
    assert (begun["status"], begun["rows"], begun["rows_expected"]) == ("writing", 4, 8)
    assert caller.get(f"{path(scene)}{number}/file/").json()["code"] == "export_not_ready"
    monkeypatch.setattr(exports, "_keep", kept)
    for _ in "twice":
        exports.make(export_id=number, at=now())
    assert b"".join(caller.get(f"{path(scene)}{number}/file/").streaming_content) == whole


def test_a_file_is_not_handed_out_once_its_reader_sees_less(scene: Scene) -> None:
    caller, where = interface.person(scene.commissioner), path(scene)
    found = ready(caller, scene, "claims", "csv")
    as_analyst(scene.commissioner, scene)
    refused = caller.get(f"{where}{found['id']}/file/")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert not AuditEntry.objects.filter(action="stages.export.fetch").exists()


def as_analyst(person: User, scene: Scene) -> None:
    held = Membership.objects.get(user=person, programme=scene.programme)
    held.delete()
    builders.member(scene.programme, Role.ANALYST, user=person)


def test_a_file_is_not_handed_out_once_the_rules_on_small_counts_changed(scene: Scene) -> None:
    caller = interface.person(scene.commissioner)
    found = ready(caller, scene, "open_data", "json")
    disclosure_rule(scene)
    refused = caller.get(f"{path(scene)}{found['id']}/file/")
    assert (refused.status_code, refused.json()["code"]) == (409, "export_outdated")


def disclosure_rule(scene: Scene) -> None:
    disclosure.set_rule(
        programme=scene.programme, outcome="", source="own", rule=Rule(threshold=20), reason="So agreed.",
        by=scene.commissioner, at=now(),
    )  # fmt: skip


def test_a_job_whose_asker_lost_the_role_makes_nothing(scene: Scene) -> None:
    caller = interface.person(scene.commissioner)
    number = caller.post(path(scene), {"kind": "claims", "format": "csv"}).json()["id"]
    as_analyst(scene.commissioner, scene)
    done = exports.make(export_id=number, at=now())
    assert (done.status, exports.place_of(done).exists()) == ("failed", False)
    assert "permission" in done.failure


def test_files_are_removed_after_a_week(scene: Scene) -> None:
    caller = interface.person(scene.commissioner)
    found = ready(caller, scene, "open_data", "json")
    export = Export.objects.get(pk=found["id"])
    place = exports.place_of(export)
    assert exports.expire(at=now() + timedelta(days=6)) == 0
    assert place.exists()
    assert exports.expire(at=now() + timedelta(days=8)) == 1
    assert not place.exists()
    gone = caller.get(f"{path(scene)}{found['id']}/file/")
    assert (gone.status_code, gone.json()["code"]) == (409, "export_not_ready")


def test_exports_that_nobody_works_on_are_queued_again(scene: Scene) -> None:
    caller = interface.person(scene.commissioner)
    caller.post(path(scene), {"kind": "claims", "format": "csv"})
    at = Export.objects.get().asked_at
    assert exports.resume_stalled(at=at + timedelta(seconds=30)) == 0
    assert exports.resume_stalled(at=at + timedelta(seconds=90)) == 1


def test_nobody_has_more_than_five_at_work(scene: Scene) -> None:
    caller = interface.person(scene.commissioner)
    answers = [caller.post(path(scene), {"kind": "claims", "format": "csv"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [202] * 5 + [409]
    assert answers[-1].json()["code"] == "too_many_exports"
