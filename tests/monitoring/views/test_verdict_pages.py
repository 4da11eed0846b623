import csv
import io

from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from monitoring.actions import answering
from outcomes.models import Measurement, MeasurementDecision
from tests import builders
from tests.monitoring import scenes
from tests.monitoring.actions.test_answering import METRIC
from tests.monitoring.scenes import COMPARISON, NOW, YEAR_END, Scene


def page(client: Client, user: User, scene: Scene, *parts: str) -> tuple[int, str]:
    client.force_login(user)
    name = "monitoring:verdict_detail" if parts else "monitoring:verdict_list"
    response = client.get(reverse(name, args=[scene.programme.slug, *parts]))
    return response.status_code, response.content.decode()


def judged(people: int = 40, achieved: int = 24) -> Scene:
    paired = {**COMPARISON, "code": "paired", "name": "How often?", "paired": {"outcome": "job", "per_head": "0.9"}}
    scene = scenes.scene(comparisons=[COMPARISON, paired])
    scene.quarter(0, people, achieved)
    answering.answer(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    return scene


def test_the_list_answers_each_question_and_keeps_pay_apart(client: Client, db: None) -> None:
    scene = judged()
    status, shown = page(client, scene.commissioner, scene)
    assert status == 200
    assert "no payment is changed by a verdict" in shown
    assert "2 questions registered, 2 answered so far." in shown
    assert "Too few to say" in shown
    assert "24 of 40 people (60.0%) achieved it, against 50.0% as the fixed level." in shown
    assert "which needs 948 people" in shown
    assert "The chances with all questions counted" in shown
    assert "Benjamini and Hochberg" in shown


def test_the_page_of_a_question_says_what_was_settled_and_what_could_be_seen(client: Client, db: None) -> None:
    scene = judged()
    status, shown = page(client, scene.commissioner, scene, "against-before")
    assert status == 200
    assert "does not mean that the programme fails" in shown
    assert "Wilson score interval of a share" in shown
    assert "Look 1 of 2 planned. 2 questions are registered in this contract" in shown
    assert "(Holm)" in shown
    assert "Matched" in shown
    assert "<svg" in shown
    assert "agreed when some of these people had started already" in shown


def test_a_share_and_a_frequency_that_move_apart_are_told_together(client: Client, db: None) -> None:
    scene = judged()
    _status, shown = page(client, scene.commissioner, scene, "paired")
    assert "moved opposite ways" in shown
    assert "−0.30 (95% interval" in shown
    assert "12 fewer than without the programme" in shown


def test_small_counts_are_kept_from_those_who_may_not_see_them(client: Client, db: None) -> None:
    scene = judged(40, 38)
    analyst = builders.member(scene.programme, Role.ANALYST)
    _status, shown = page(client, analyst, scene, "against-before")
    assert "Not shown: too few." in shown
    assert "38" not in shown.partition("<main")[2].partition("What was settled")[0]
    assert "38 of 40" in page(client, scene.commissioner, scene, "against-before")[1]


def test_who_may_not_see_rows_reads_whole_points_rounded_as_everywhere_and_no_digest(client: Client, db: None) -> None:
    scene = judged(40, 25)
    analyst = builders.member(scene.programme, Role.ANALYST)
    _status, shown = page(client, analyst, scene, "against-before")
    assert "63% of the people achieved it, against 50% as the fixed level." in shown
    assert rows(client, analyst, scene, "result")[1][:2] == ["2025-q1", "63%"]
    assert "digest of the inputs" not in shown
    assert "digest of the inputs" in page(client, scene.commissioner, scene, "against-before")[1]


def test_without_a_registered_comparison_the_page_says_where_to_register_one(client: Client, scene: Scene) -> None:
    status, shown = page(client, scene.commissioner, scene)
    assert status == 200
    assert "Nothing was registered" in shown
    assert page(client, scene.commissioner, scene, "against-before")[0] == 404


def test_a_stranger_finds_no_such_pages(client: Client, db: None) -> None:
    scene = judged()
    assert page(client, builders.user(), scene)[0] == 404
    assert page(client, builders.user(), scene, "against-before")[0] == 404


def test_a_difference_of_differences_is_shown_with_both_groups_before_and_since(client: Client, db: None) -> None:
    change = {
        **COMPARISON, "code": "change", "name": "Did it rise more than elsewhere?", "against": "change",
        "test": "difference_in_differences", "value": None, "metric": "like-areas",
        "before": {"people": 400, "achieved": 160}, "other_before": {"people": 400, "achieved": 160},
    }  # fmt: skip
    scene = scenes.scene(comparisons=[change], metrics=[METRIC])
    scene.quarter(0, 300, 180)
    beside = Measurement.objects.create(
        programme=scene.programme, metric="like-areas", covers="2025-q1", numerator=126, denominator=300,
        measured_on=YEAR_END, source="Statistics office", reported_by=builders.system(), reported_at=NOW,
    )  # fmt: skip
    MeasurementDecision.objects.create(
        measurement=beside, kind="confirmed", decided_by=scene.commissioner, decided_at=NOW
    )
    answering.answer(programme=scene.programme, as_of=YEAR_END, by=builders.system(), at=NOW)
    status, shown = page(client, scene.commissioner, scene, "change")
    assert status == 200
    for told in ("160 of 400 (40.0%)", "180 of 300 (60.0%)", "126 of 300 (42.0%)", "+18.0 points"):
        assert told in shown
    assert "would have changed alike without it" in shown
    assert "Before and since, beside the others" in shown
    analyst = builders.member(scene.programme, Role.ANALYST)
    without_counts = page(client, analyst, scene, "change")[1]
    assert "60% of the people achieved it" in without_counts
    assert "180 of 300" not in without_counts


def rows(client: Client, user: User, scene: Scene, table: str) -> list[list[str]]:
    client.force_login(user)
    response = client.get(reverse("monitoring:verdict_csv", args=[scene.programme.slug, "against-before", table]))
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_figures_are_files_in_which_small_counts_are_hidden_as_on_the_page(client: Client, db: None) -> None:
    scene = judged(40, 38)
    analyst = builders.member(scene.programme, Role.ANALYST)
    address = reverse("monitoring:verdict_csv", args=[scene.programme.slug, "against-before", "result"])
    assert address in page(client, scene.commissioner, scene, "against-before")[1]
    assert rows(client, scene.commissioner, scene, "result")[1][:2] == ["2025-q1", "95.0%"]
    assert rows(client, analyst, scene, "result")[1][1] != "95.0%"
    assert "38 of 40" in rows(client, scene.commissioner, scene, "verdicts")[1][2]
    assert "38" not in "".join(rows(client, analyst, scene, "verdicts")[1])


def test_there_is_no_file_of_an_unknown_table_nor_for_a_stranger(client: Client, db: None) -> None:
    scene = judged()
    for user, table in ((scene.commissioner, "change"), (scene.commissioner, "x"), (builders.user(), "result")):
        client.force_login(user)
        address = reverse("monitoring:verdict_csv", args=[scene.programme.slug, "against-before", table])
        assert client.get(address).status_code == 404
