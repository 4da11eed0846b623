"""The pages of the library's entries, for strangers, readers, writers and administrators."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from knowledge.models import Entry
from stages.models import Programme
from tests import builders

pytestmark = pytest.mark.django_db
FILLED = {
    **builders.LESSON, "kind": "practice", "strength": "weak", "source": "An evaluation", "tags": "Price, segments",
    "source_url": "https://example.org/report", "source_year": "2024",
}  # fmt: skip


@pytest.fixture
def programme() -> Programme:
    return builders.programme("Homes first")


@pytest.fixture
def writer(programme: Programme) -> Client:
    client = Client()
    client.force_login(builders.member(programme, Role.COMMISSIONER))
    return client


@pytest.fixture
def reader() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("reader@example.org", name="Reader"))
    return client


def words(client: Client, address: str, **asked: str) -> str:
    return client.get(address, asked).content.decode()


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(reverse("knowledge:entry_list")).status_code == 302
    assert client.get(builders.library_entry().get_absolute_url()).status_code == 302


def test_an_empty_library_says_what_will_be_here_and_to_writers_how_to_begin(reader: Client, writer: Client) -> None:
    address = reverse("knowledge:entry_list")
    assert "The library is empty" in words(reader, address)
    assert "Add an entry" not in words(reader, address)
    assert reverse("knowledge:entry_add") in words(writer, address)


def test_a_reader_searches_narrows_and_reads(reader: Client) -> None:
    entry = builders.library_entry(title="Prices were <b>agreed</b> too early", tags=["price"])
    address = reverse("knowledge:entry_list")
    found = words(reader, address, q="cases planned")
    assert "1 entry" in found
    assert "<mark>cases</mark>" in found
    assert "&lt;b&gt;agreed" in found
    assert "No entry matches" in words(reader, address, q="xylophone")
    assert "No entry matches" in words(reader, address, tag="price", need="health")
    assert words(reader, address, sector="Nowhere", need="nonsense").count('<section class="app-card">') == 1
    page = words(reader, entry.get_absolute_url())
    assert "Moderate: published" in page
    assert "Change the entry" not in page
    assert "Cite it in" not in page


def test_a_writer_adds_changes_and_the_earlier_text_is_kept(writer: Client, reader: Client) -> None:
    saved = writer.post(reverse("knowledge:entry_add"), FILLED, follow=True).content.decode()
    assert "The entry is in the library." in saved
    entry = Entry.objects.get()
    assert (entry.tags, entry.source_year) == (["price", "segments"], 2024)
    edit = reverse("knowledge:entry_edit", args=[entry.pk])
    assert 'value="price, segments"' in words(writer, edit)
    changed = writer.post(edit, {**FILLED, "title": "Look again", "seen": "1"}, follow=True).content.decode()
    assert "What it said before is kept" in changed
    assert "Version 1: Prices by segment" in words(reader, entry.get_absolute_url())
    late = writer.post(edit, {**FILLED, "title": "A third", "seen": "1"}).content.decode()
    assert "Somebody changed this entry while you wrote" in late
    assert 'value="A third"' in late


def test_what_is_missing_or_leads_to_a_person_is_said_and_nothing_typed_is_lost(writer: Client) -> None:
    add = reverse("knowledge:entry_add")
    assert "Enter the lesson" in writer.post(add, {**FILLED, "lesson": ""}).content.decode()
    told = writer.post(add, {**FILLED, "happened": "Ring 01642 555 123"}).content.decode()
    assert "holds a telephone number" in told
    assert "Ring 01642 555 123" in told
    assert "at most 10 tags" in writer.post(add, {**FILLED, "tags": ",".join("abcdefghijk")}).content.decode()
    assert "shorten" in writer.post(add, {**FILLED, "tags": "x" * 41}).content.decode()
    assert not Entry.objects.exists()


def test_an_administrator_withdraws_with_a_reason_that_stands_on_the_page(programme: Programme, reader: Client) -> None:
    entry = builders.library_entry()
    administrator = Client()
    administrator.force_login(builders.member(programme, Role.ADMINISTRATOR))
    address = reverse("knowledge:entry_withdraw", args=[entry.pk])
    assert address in words(administrator, entry.get_absolute_url())
    assert "Enter" in administrator.post(address, {"reason": ""}).content.decode()
    administrator.post(address, {"reason": "The source was corrected."})
    page = words(reader, entry.get_absolute_url())
    assert "The source was corrected." in page
    assert entry.lesson not in page


def test_a_lesson_says_where_it_comes_from_to_members_of_that_programme_only(
    programme: Programme, writer: Client, reader: Client
) -> None:
    author = builders.member(programme, Role.EXPERT_BODY)
    entry = builders.library_entry(programme=programme.slug, source="A programme run with this service", by=author)
    own, other = words(writer, entry.get_absolute_url()), words(reader, entry.get_absolute_url())
    assert "Homes first" in own
    assert author.name in own
    assert "Homes first" not in other
    assert author.name not in other
    assert "A member of the programme" in other


def test_a_source_that_says_its_year_does_not_say_it_twice(reader: Client) -> None:
    said = builders.library_entry(source="The report of 2017", source_year=2017)
    unsaid = builders.library_entry(source="The report", source_year=2017)
    assert (said.cited, unsaid.cited) == ("The report of 2017", "The report, 2017")
    assert "of 2017, 2017" not in words(reader, said.get_absolute_url())


def test_an_entry_is_cited_from_its_page_in_a_programme_at_stage_1(programme: Programme, writer: Client) -> None:
    entry = builders.library_entry()
    address = reverse("stages:lesson_use", args=[programme.slug, entry.pk])
    page = words(writer, entry.get_absolute_url())
    assert "Cite it in Homes first" in page
    assert f'action="{address}"' in page
    log = writer.post(address, follow=True).content.decode()
    assert entry.title in log
    assert "Published evaluation" in log
    assert writer.get(address).status_code == 405
