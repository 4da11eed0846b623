"""Publishing a programme: who may, what everybody then reads, and that nobody can reason from it."""

import csv
import io
import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from openpyxl import load_workbook

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role
from delivery.domain import suppression
from delivery.domain.suppression import Figure, Kind, Place, Rule
from monitoring.actions import answering, monitor, publications
from monitoring.domain import comparator_files
from monitoring.models import Measurement
from monitoring.selectors import downloads, tables
from payments.actions import pricing
from tests import builders
from tests.delivery import attacks
from tests.monitoring import scenes
from tests.monitoring.domain.test_indigo import SHAPE, assert_allowed
from tests.monitoring.scenes import NOW, YEAR_END, Scene
from tests.payments.approving import approve_all


@pytest.fixture
def scene(db: None) -> Scene:
    """The south has three who achieved it, and others few who did not."""
    made = scenes.scene(targets=[scenes.RATE, scenes.COUNT])
    made.quarter(2, 200, 90)
    made.quarter(3, 300, 150)
    made.quarter(3, 40, 3, agent=made.south)
    made.quarter(3, 60, 12, segment="other")
    made.quarter(3, 30, 27, agent=made.south, segment="other")
    monitor.run(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    pricing.price(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    approve_all(made.programme, NOW)
    return made


def publish(scene: Scene) -> dict[str, Any]:
    found = publications.publish(programme=scene.programme, by=scene.commissioner, at=now())
    return json.loads(json.dumps(found.document))  # type: ignore[no-any-return]


def public(client: Client, scene: Scene, name: str = "") -> Any:
    slug = scene.programme.slug
    if name:
        return client.get(reverse("public:public_file", args=[slug, name]))
    return client.get(reverse("public:public_programme", args=[slug]))


def test_until_it_is_published_nobody_finds_it_and_after_it_is_taken_off_neither(client: Client, scene: Scene) -> None:
    assert public(client, scene).status_code == public(client, scene, "all.json").status_code == 404
    publish(scene)
    page = public(client, scene)
    assert page.status_code == 200
    assert page["Cache-Control"] == "public, max-age=300"
    listed = client.get(reverse("public:public_list")).content.decode()
    assert scene.programme.name in page.content.decode()
    assert scene.programme.name in listed
    publications.take_off(programme=scene.programme, reason="An error.", by=scene.commissioner, at=now())
    assert public(client, scene).status_code == public(client, scene, "all.json").status_code == 404
    assert scene.programme.name not in client.get(reverse("public:public_list")).content.decode()
    assert AuditEntry.objects.filter(action__in=["monitoring.publish", "monitoring.take_off"]).count() == 2


def test_the_commissioner_decides_and_nobody_else(scene: Scene) -> None:
    for person in (scene.member, scene.for_north):
        with pytest.raises(Forbidden):
            publications.publish(programme=scene.programme, by=person, at=now())
    with pytest.raises(Refused, match="not published"):
        publications.take_off(programme=scene.programme, reason="No.", by=scene.commissioner, at=now())


def test_without_a_contract_there_is_nothing_to_publish(db: None) -> None:
    programme = builders.programme()
    with pytest.raises(publications.NothingToPublish):
        publications.publish(programme=programme, by=builders.member(programme, Role.COMMISSIONER), at=now())


def test_nobody_who_takes_everything_that_is_published_learns_of_few_people(client: Client, scene: Scene) -> None:
    publish(scene)
    rows = list(csv.DictReader(io.StringIO(public(client, scene, "breakdowns.csv").content.decode("utf-8-sig"))))
    seen: dict[Place, Figure] = {}
    for row in rows:
        if row["target"] == "job-rate" and row["shown"] == "yes":
            place = (row["agent"] or None, None if row["segment_name"] == "Everybody" else row["segment"])
            seen[place] = Figure(int(row["people"]), int(row["achieved"]))
    one = Measurement.objects.get(target__code="job-rate", period__code=rows[0]["period"])
    table = tables.table_of(one)
    assert seen
    assert {place: table[place] for place in seen} == seen
    known = {place: {name: float(n) for name, n in Kind.SHARE.parts(figure).items()} for place, figure in seen.items()}
    cells = [(row, column) for row, column in table if row is not None and column is not None]
    secrets = suppression.secrets(table, Rule(), Kind.SHARE, {})
    assert secrets
    for secret in secrets:
        _low, high = attacks.bounds(cells, known, secret.place, secret.parts, attacks.parts_of(Kind.SHARE))
        assert high >= Rule().threshold - 1e-6


def test_every_file_tells_the_same_and_the_page_names_it(client: Client, scene: Scene) -> None:
    document = publish(scene)
    page = public(client, scene).content.decode()
    for offer in downloads.OFFERS:
        assert reverse("public:public_file", args=[scene.programme.slug, offer.name]) in page
        assert public(client, scene, offer.name).status_code == 200
    assert json.loads(public(client, scene, "all.json").content) == document
    assert_allowed(json.loads(public(client, scene, "indigo.json").content)["project"], SHAPE)
    book = load_workbook(io.BytesIO(public(client, scene, "tables.xlsx").content))
    assert book.sheetnames[:2] == ["Notes", "targets"]
    assert book["targets"].freeze_panes == "A2"
    ends = {head.value: cell for head, cell in zip(*book["targets"].iter_rows(max_row=2), strict=True)}["ends_on"]
    assert (ends.value.date(), ends.number_format) == (date(2025, 3, 31), "dd/mm/yyyy")
    ocds = json.loads(public(client, scene, "ocds.json").content)
    assert ocds["releases"][0]["contracts"][0]["implementation"]["metrics"]
    assert public(client, scene, "people.csv").status_code == 404


def test_the_public_page_says_why_no_amount_is_shown_and_which_period_waits_for_what(client: Client, db: None) -> None:
    made = scenes.scene(targets=[scenes.RATE])
    publish(made)
    assert "Nothing has been stated yet." in public(client, made).content.decode()
    for place in (0, 1):
        made.quarter(place, 60, 30)
    pricing.price(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    document = publish(made)
    page = public(client, made).content.decode()
    assert "No amount can be shown yet." in page
    waits = "The amounts of 2025-q1 (1 January to 31 March 2025) wait until every statement of that period is approved."
    waits = f"{waits} Those of 2025-q2 wait for them."
    assert all(words in page for words in (waits, "told once all its statements"))
    assert waits in document["money"]["untold"]
    notes = [str(cell.value) for (cell,) in sheet(client, made, "Notes").iter_rows(max_col=1)]
    assert waits in notes
    approve_all(made.programme, NOW)
    publish(made)
    page = public(client, made).content.decode()
    assert "No amount can be shown yet." not in page
    assert "wait until" not in page


def sheet(client: Client, scene: Scene, name: str) -> Any:
    return load_workbook(io.BytesIO(public(client, scene, "tables.xlsx").content))[name]


def test_what_is_approved_late_is_published_as_that(client: Client, db: None) -> None:
    """It is a row of its own, so that nothing that was told before is told otherwise."""
    made = scenes.scene(targets=[scenes.RATE])
    made.quarter(0, 60, 30)
    price(made, NOW)
    approve_all(made.programme, NOW + timedelta(hours=1))
    before = publish(made)["money"]["rows"]
    made.quarter(0, 40, 20, agent=made.south)
    price(made, NOW + timedelta(days=1))
    approve_all(made.programme, NOW + timedelta(days=2))
    after = publish(made)["money"]["rows"]
    assert after[: len(before)] == before
    late = [row for row in after if "2025-q1" in row["late"]]
    assert [(row["periods"], row["agent"], row["shown"]) for row in late] == [
        (["2025-q1"], None, True), (["2025-q1"], "southway", True),
    ]  # fmt: skip
    page = public(client, made).content.decode()
    assert "statements that were approved after the others of their period had been told" in page
    rows = list(csv.DictReader(io.StringIO(public(client, made, "money.csv").content.decode("utf-8-sig"))))
    assert [row["late_statements_of"] for row in rows if row["late_statements_of"]][:2] == ["2025-q1", "2025-q1"]
    transactions = json.loads(public(client, made, "ocds.json").content)["releases"][0]["contracts"][0]
    ids = [one["id"] for one in transactions["implementation"]["transactions"]]
    assert len(set(ids)) == len(ids)
    plans = json.loads(public(client, made, "indigo.json").content)["project"]["outcome_payment_plans"]
    assert len({json.dumps(one["id"]) for one in plans}) == len(plans)


def price(scene: Scene, at: datetime) -> None:
    pricing.price(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=at)


def test_no_person_is_named_in_what_is_published(scene: Scene) -> None:
    told = json.dumps(publish(scene))
    for person in (scene.commissioner, scene.member, scene.for_north):
        assert person.email not in told
        assert person.name not in told
    assert "P1" not in told.replace("GBP1", "")


def test_what_was_published_stays_as_it_was_and_a_later_change_of_a_few_is_not_given_away(scene: Scene) -> None:
    before = publish(scene)
    started = scene.start(2, scenes.QUARTERS[3][1])
    scene.achieve(started, scenes.QUARTERS[3][2])
    monitor.run(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    after = publish(scene)
    first = {one["period"]: one for one in before["targets"][0]["readings"]}
    changed = [one for one in after["targets"][0]["readings"] if one["shown"] and first[one["period"]]["shown"]]
    for one in changed:
        assert abs(one["people"] - first[one["period"]]["people"]) not in range(1, 5)


def test_a_network_that_asks_too_often_is_asked_to_wait(client: Client, scene: Scene, settings: Any) -> None:
    publish(scene)
    cache.clear()
    statuses = {public(client, scene, "money.csv").status_code for _ in range(121)}
    assert statuses == {200, 429}


def test_members_download_the_same_before_it_is_published_and_agents_do_not(client: Client, scene: Scene) -> None:
    for person, status in [(scene.member, 200), (scene.commissioner, 200), (scene.for_north, 403)]:
        client.force_login(person)
        assert client.get(reverse("monitoring:data_list", args=[scene.programme.slug])).status_code == status
        address = reverse("monitoring:data_file", args=[scene.programme.slug, "targets.csv"])
        assert client.get(address).status_code == status


def test_it_is_published_and_taken_off_on_the_page(client: Client, scene: Scene) -> None:
    client.force_login(scene.commissioner)
    slug = scene.programme.slug
    page = client.post(reverse("monitoring:publication_publish", args=[slug]), follow=True).content.decode()
    assert "Everybody can read its public page" in page
    address = reverse("monitoring:publication_take_off", args=[slug])
    assert "Enter why it is taken off" in client.post(address, {"reason": ""}).content.decode()
    page = client.post(address, {"reason": "An error in a figure."}, follow=True).content.decode()
    assert "An error in a figure." in page
    assert "Not published" in page


def test_verdicts_are_published_in_words_and_whole_points_without_counts(client: Client, db: None) -> None:
    made = scenes.scene(comparisons=[scenes.COMPARISON])
    made.quarter(0, 413, 237)
    answering.answer(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    (row,) = publish(made)["verdicts"]
    assert (row["verdict"], row["size"], row["shown"]) == ("likely_better", 0.07, True)
    assert not {"people", "achieved", "estimate"} & set(row)
    page = public(client, made).content.decode()
    assert "Whether it made a difference" in page
    assert "+7.0 points (97.5% interval" in page
    assert "2025-q1 (1 January to 31 March 2025)" in page
    assert "237" not in page
    lines = list(csv.DictReader(io.StringIO(public(client, made, "verdicts.csv").content.decode("utf-8-sig"))))
    assert [(line["verdict"], line["size"], line["from_period"]) for line in lines] == [
        ("likely_better", "0.07", "2025-q1")
    ]
    book = load_workbook(io.BytesIO(public(client, made, "tables.xlsx").content))
    assert book["verdicts"]["A2"].value == "against-before"
    forms = {head.value: cell.number_format for head, cell in zip(*book["verdicts"].iter_rows(max_row=2), strict=True)}
    assert [forms[name] for name in ("size", "low_of_size", "smallest_that_matters", "level")] == [
        "0%", "0%", "0%", "0.0%",
    ]  # fmt: skip
    assert (forms["window_days"], forms["agreed_on"]) == ("#,##0", "dd/mm/yyyy")


def test_the_public_page_says_that_a_question_is_no_longer_asked(client: Client, db: None) -> None:
    made = scenes.scene(comparisons=[scenes.COMPARISON])
    made.quarter(0, 400, 237)
    scenes.next_version(made, comparisons=[])
    answering.answer(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    (row,) = publish(made)["verdicts"]
    assert (row["verdict"], row["stands"]) == ("likely_better", False)
    assert "The contract no longer asks this question." in public(client, made).content.decode()


def test_every_workbook_begins_with_notes_and_has_heads_that_stay(client: Client, scene: Scene) -> None:
    publish(scene)
    for name in ("tables.xlsx", "indigo.xlsx"):
        book = load_workbook(io.BytesIO(public(client, scene, name).content))
        assert book.sheetnames[0] == "Notes", name
        assert "Counts" in " ".join(str(cell.value) for (cell,) in book["Notes"].iter_rows(max_col=1)), name
        for sheet in book.worksheets[1:]:
            assert sheet.title == "project" or sheet.freeze_panes == "A2", (name, sheet.title)


def test_a_verdict_on_few_is_not_published(client: Client, db: None) -> None:
    made = scenes.scene(comparisons=[scenes.COMPARISON])
    made.quarter(0, 40, 38)
    answering.answer(programme=made.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    (row,) = publish(made)["verdicts"]
    assert (row["verdict"], row["shown"], "size" in row) == ("not_shown", False, False)


@pytest.mark.parametrize("name", ["indigo.json", "ocds.json"])
def test_what_leaves_in_a_standard_comes_back_as_a_comparator_without_an_unknown_field(
    client: Client, scene: Scene, name: str
) -> None:
    publish(scene)
    (one,) = comparator_files.read(public(client, scene, name).content)
    assert not one.faults
    assert one.reading
    assert not one.reading.unknown
    assert one.reading.title == scene.programme.name
    assert one.reading.outcomes
    assert one.reading.results
