"""Lessons travel with the pack of the programme that learned them, and so does what it made of others'."""

import copy
import json
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils.timezone import now

from accounts.selectors import users
from knowledge.actions import shelves
from knowledge.models import Entry
from stages.actions import pack_export, packs
from stages.models import LessonAnswer, Programme
from stages.selectors import lessons
from tests import builders
from tests.stages.actions.test_packs import PACK

pytestmark = pytest.mark.django_db

LESSON: dict[str, Any] = {
    **builders.LESSON, "tags": ["price"], "stages": [2, 4], "source": "Homes first", "source_year": 2025,
    "strength": "moderate",
    "finding": 1, "by": "edith@example.org", "at": "2025-06-02T09:00:00+00:00",
}  # fmt: skip
ANSWERS: list[dict[str, Any]] = [
    {"entry": "two-baselines-of-five", "practice": 0, "by": "carol@example.org", "at": "2024-01-03T09:00:00+00:00"},
    {"entry": "never-claimed", "reason": "Nobody claims here.", "at": "2024-01-04T09:00:00+00:00"},
]


@pytest.fixture(autouse=True)
def _filled(settings: LazySettings) -> None:
    settings.PACK_SECTIONS = "tests.stages.tables.PACK_SECTIONS"
    shelves.fill(by=users.system_user(shelves.LIBRARIAN), at=now())


def load(**changes: Any) -> Programme:
    document = copy.deepcopy(PACK)
    document["stage_records"] |= {"lessons": [LESSON], "lesson_answers": ANSWERS} | changes
    programme, _created = packs.load(document=document, by=builders.system(), at=builders.later(days=900))
    return programme


def test_a_lesson_comes_with_its_author_its_finding_and_its_day() -> None:
    programme = load()
    entry = lessons.kept(programme).get()
    assert (entry.title, entry.finding, entry.source) == (builders.LESSON["title"], 1, "Homes first")
    assert entry.stages == [2, 4]
    assert (entry.added_by.email, entry.added_at.year) == ("edith@example.org", 2025)
    used, aside = LessonAnswer.objects.order_by("answered_at")
    assert (used.answer, used.practice and used.practice.scheme) == ("used", "A")
    assert (aside.answer, aside.reason) == ("not_for_us", "Nobody claims here.")


def test_out_and_in_again_elsewhere_says_the_same() -> None:
    first = pack_export.export(programme=load(), by=builders.system())
    document = json.loads(json.dumps(first))
    document["programme"]["slug"] = "homes-again"
    again, _created = packs.load(document=document, by=builders.system(), at=builders.later(days=901))
    second = pack_export.export(programme=again, by=builders.system())
    for name in ("lessons", "lesson_answers"):
        assert second["stage_records"][name] == first["stage_records"][name] != []
    assert Entry.objects.filter(title=builders.LESSON["title"]).count() == 2


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"lesson_answers": [{**ANSWERS[1], "entry": "no-such-entry"}]}, "stage_records/lesson_answers/0/entry"),
        ({"lesson_answers": [{**ANSWERS[0], "practice": 7}]}, "stage_records/lesson_answers/0/practice"),
        ({"lesson_answers": [{"entry": "never-claimed"}]}, "stage_records/lesson_answers/0"),
        ({"lessons": [{**LESSON, "need": "luck"}]}, "stage_records/lessons/0/need"),
        ({"lessons": [{**LESSON, "happened": "Ask jo@example.org"}]}, "stage_records"),
        ({"lessons": [{**LESSON, "by": "nobody@example.org"}]}, "stage_records/lessons/0/by"),
    ],
)
def test_what_is_wrong_names_its_place_and_nothing_is_loaded(changes: dict[str, Any], path: str) -> None:
    with pytest.raises(packs.PackRefused) as refused:
        load(**changes)
    assert refused.value.problems[0].path == path
    assert not Programme.objects.exists()
    assert not Entry.objects.filter(key__isnull=True).exists()
