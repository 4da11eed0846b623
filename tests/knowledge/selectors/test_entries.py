import pytest
from django.utils.timezone import now

from accounts.selectors import users
from knowledge.actions import entries as entries_action
from knowledge.actions import shelves
from knowledge.domain.entries import pieces
from knowledge.models import Entry
from knowledge.selectors import entries
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled() -> None:
    shelves.fill(by=users.system_user(shelves.LIBRARIAN), at=now())


def keys(**asked: str) -> list[str | None]:
    return [entry.key for entry in entries.search(**asked)]


@pytest.mark.usefixtures("filled")
class TestSearch:
    def test_words_are_found_in_any_of_their_forms(self) -> None:
        assert "binary-down-frequency-up" in keys(q="reoffending companies")
        assert keys(q="xylophone") == []

    def test_phrases_alternatives_and_words_to_leave_out_are_understood(self) -> None:
        assert keys(q='"sleeping rough"') == ["two-baselines-of-five"]
        assert {"redefinition", "employer-contacts"} <= set(keys(q="trolleys or employers"))
        assert "employer-contacts" not in keys(q="trolleys or employers -dozen")

    def test_a_title_counts_more_than_a_remark(self) -> None:
        builders.library_entry(title="Xylophones", happened="Nothing.")
        builders.library_entry(title="Something else", happened="A xylophone was mentioned once among many words.")
        assert [entry.title for entry in entries.search(q="xylophone")] == ["Xylophones", "Something else"]

    def test_the_newest_come_first_when_asked_for_or_when_nothing_is_searched(self) -> None:
        builders.library_entry(title="Old news of cohorts", at=builders.MOMENT)
        builders.library_entry(title="Late remark", happened="Of cohorts.", at=now())
        assert entries.search(q="cohorts", sort="newest")[0].title == "Late remark"
        assert entries.search()[0].title == "Late remark"

    def test_filters_narrow_together(self) -> None:
        found = entries.search(q="deadweight", need="families", kind="practice", example="good")
        assert [entry.key for entry in found] == ["five-of-six"]
        assert keys(q="deadweight", need="families", sector="Housing") == []

    def test_a_tag_is_found_by_filter_and_by_its_own_words(self) -> None:
        assert "near-perfect-claims" in keys(tag="gaming")
        assert "redefinition" in keys(q="Gaming")

    def test_snippets_mark_what_was_found(self) -> None:
        entry = entries.search(q="trolleys")[0]
        marked = [text for text, is_hit in pieces(entry.snippet) if is_hit]  # type: ignore[attr-defined]
        assert marked == ["trolleys"]

    def test_what_was_withdrawn_is_not_found(self) -> None:
        entry = Entry.objects.get(key="redefinition")
        entries_action.withdraw(entry=entry, reason="Wrong", by=builders.system(), at=now())
        assert keys(q="trolleys") == []

    def test_a_search_full_of_signs_finds_nothing_and_breaks_nothing(self) -> None:
        for text in ("'", '"', "((", "a & | ! b", "\\", "<script>", "-", "\x00".strip("\x00")):
            list(entries.search(q=text))

    def test_choices_are_those_that_entries_have(self) -> None:
        assert {"small numbers", "gaming"} <= set(entries.tags())
        assert entries.tags()[0] in {"small numbers", "verdicts", "deadweight", "social impact bond", "gaming"}
        assert entries.sectors() == sorted(entries.sectors())
        assert "Justice" in entries.sectors()
