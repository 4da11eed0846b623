import io

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from accounts.domain import personal_data
from accounts.errors import Forbidden
from accounts.models import Role
from accounts.selectors import users
from knowledge.actions import entries, shelves
from knowledge.models import Entry
from knowledge.selectors import library
from tests import builders

pytestmark = pytest.mark.django_db


def fill() -> int:
    return shelves.fill(by=users.system_user(shelves.LIBRARIAN), at=now())


def test_the_product_comes_with_evidence_that_names_its_sources() -> None:
    rows = library.seeds()
    assert len(rows) >= 25
    assert len({row["key"] for row in rows}) == len({row["title"] for row in rows}) == len(rows)
    own = [row for row in rows if not row["source_url"]]
    assert all(row["source"].startswith("Our own") for row in own)
    assert not [row["key"] for row in rows if personal_data.found(f"{row['happened']} {row['lesson']}")]


def test_the_shelves_are_filled_once_by_the_command() -> None:
    said = io.StringIO()
    call_command("fill_library", stdout=said)
    assert Entry.objects.count() == len(library.seeds())
    assert said.getvalue() == f"Entries written: {len(library.seeds())}.\n"
    assert fill() == 0


def test_a_text_that_the_product_words_anew_becomes_a_version(monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    first, *others = library.seeds()
    monkeypatch.setattr(library, "seeds", lambda: ({**first, "lesson": "Worded anew."}, *others))
    assert fill() == 1
    assert Entry.objects.get(key=first["key"]).version == 2


def test_what_people_changed_or_withdrew_stays_as_they_left_it(monkeypatch: pytest.MonkeyPatch) -> None:
    fill()
    rows = library.seeds()
    programme = builders.programme()
    edited, withdrawn = (Entry.objects.get(key=row["key"]) for row in rows[:2])
    analyst = builders.member(programme, Role.ANALYST)
    entries.change(entry=edited, seen=1, by=analyst, at=now(), lesson="Ours.")
    entries.withdraw(entry=withdrawn, reason="Wrong", by=builders.member(programme, Role.ADMINISTRATOR), at=now())
    monkeypatch.setattr(library, "seeds", lambda: tuple({**row, "lesson": "Worded anew."} for row in rows[:2]))
    assert fill() == 0
    assert Entry.objects.get(pk=edited.pk).lesson == "Ours."


def test_people_do_not_fill_the_shelves_without_a_role() -> None:
    with pytest.raises(Forbidden):
        shelves.fill(by=builders.user(), at=now())
