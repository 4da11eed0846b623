from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role, User
from knowledge.actions import entries
from knowledge.models import Entry, EntryVersion
from tests import builders

pytestmark = pytest.mark.django_db
WORDS: dict[str, Any] = {
    **builders.LESSON, "kind": "practice", "strength": "weak", "sector": "Housing", "source": "An evaluation",
    "tags": ["Price", " price "],
}  # fmt: skip
AT = builders.MOMENT


def person(role: Role) -> User:
    return builders.member(builders.programme(), role)


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.EXPERT_BODY, Role.ANALYST])
def test_those_who_lead_or_analyse_add_entries(role: Role) -> None:
    by = person(role)
    entry = entries.add(by=by, at=AT, **WORDS)
    assert (entry.version, entry.tags, entry.added_by) == (1, ["price"], by)
    assert entry.versions.get().title == entry.title
    assert AuditEntry.objects.get(action="knowledge.entry.add").subject_id == str(entry.pk)


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.AGENT, Role.VERIFIER, Role.ADMINISTRATOR])
def test_others_add_nothing(role: Role) -> None:
    with pytest.raises(Forbidden, match="written by commissioners"):
        entries.add(by=person(role), at=AT, **WORDS)
    with pytest.raises(Forbidden):
        entries.add(by=builders.user(), at=AT, **WORDS)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("name", ["title", "happened", "lesson", "source"])
def test_an_entry_without_its_parts_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="Enter "):
        entries.add(by=builders.system(), at=AT, **{**WORDS, name: "  "})


@pytest.mark.parametrize("name", ["title", "happened", "lesson", "source"])
def test_personal_data_is_refused_wherever_it_stands(name: str) -> None:
    with pytest.raises(Refused, match="holds an email address"):
        entries.add(by=builders.system(), at=AT, **{**WORDS, name: "Ask jo@example.org"})
    with pytest.raises(Refused, match="Take out everything that leads to a person"):
        entries.add(by=builders.system(), at=AT, **{**WORDS, "tags": ["AB123456C"]})


def test_too_many_tags_are_refused() -> None:
    with pytest.raises(Refused, match="at most 10 tags"):
        entries.add(by=builders.system(), at=AT, **{**WORDS, "tags": [f"tag {number}" for number in range(11)]})


def test_a_change_keeps_what_was_said_before() -> None:
    entry = builders.library_entry()
    editor = person(Role.ANALYST)
    changed = entries.change(entry=entry, seen=1, by=editor, at=builders.later(days=1), lesson="Look again each year.")
    assert (changed.version, changed.lesson) == (2, "Look again each year.")
    assert [one.lesson for one in entry.versions.order_by("number")] == [builders.LESSON["lesson"], changed.lesson]
    trail = AuditEntry.objects.get(action="knowledge.entry.change")
    assert trail.before == {"lesson": builders.LESSON["lesson"]}


def test_the_same_words_again_write_no_version() -> None:
    entry = builders.library_entry()
    assert entries.change(entry=entry, seen=1, by=builders.system(), at=AT, lesson=entry.lesson).version == 1
    assert entry.versions.count() == 1


def test_whoever_saw_an_older_text_does_not_write_over_a_newer_one() -> None:
    entry = builders.library_entry()
    entries.change(entry=entry, seen=1, by=builders.system(), at=AT, title="Another title")
    with pytest.raises(entries.ChangedMeanwhile, match="Read it again"):
        entries.change(entry=entry, seen=1, by=person(Role.ANALYST), at=AT, title="A third title")


def test_a_lesson_of_a_programme_is_changed_only_by_those_who_lead_there() -> None:
    programme = builders.programme()
    entry = entries.write(by=builders.system(), at=AT, programme=programme.slug, **WORDS)
    with pytest.raises(Forbidden):
        entries.change(entry=entry, seen=1, by=person(Role.COMMISSIONER), at=AT, title="Not theirs")
    own = builders.member(programme, Role.ANALYST)
    assert entries.change(entry=entry, seen=1, by=own, at=AT, title="Ours").title == "Ours"


def test_only_administrators_withdraw_and_say_why() -> None:
    entry = builders.library_entry()
    with pytest.raises(Forbidden):
        entries.withdraw(entry=entry, reason="Old", by=person(Role.COMMISSIONER), at=AT)
    administrator = person(Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="Enter the reason"):
        entries.withdraw(entry=entry, reason=" ", by=administrator, at=AT)
    entries.withdraw(entry=entry, reason="The source was corrected.", by=administrator, at=AT)
    assert not Entry.objects.standing().exists()
    assert AuditEntry.objects.filter(action="knowledge.entry.withdraw").exists()
    with pytest.raises(Refused, match="was withdrawn"):
        entries.change(entry=entry, seen=1, by=builders.system(), at=AT, title="Too late")
    with pytest.raises(Refused, match="was withdrawn"):
        entries.withdraw(entry=entry, reason="Twice", by=administrator, at=AT)


def test_the_database_itself_keeps_versions_entries_and_their_origin() -> None:
    entry = builders.library_entry()
    for act in (
        lambda: EntryVersion.objects.update(title="Rewritten"),
        lambda: EntryVersion.objects.all().delete(),
        lambda: Entry.objects.all().delete(),
        lambda: Entry.objects.filter(pk=entry.pk).update(programme="another"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_an_entry_says_something_and_a_withdrawal_is_whole() -> None:
    entry = builders.library_entry()
    for fields in ({"lesson": ""}, {"withdrawn_at": AT}, {"withdrawn_reason": "", "withdrawn_by": builders.system()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.filter(pk=entry.pk).update(**fields)
