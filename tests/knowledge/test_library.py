from knowledge.domain.library import holds
from knowledge.selectors import library


def test_every_reference_of_the_glossary_leads_to_a_term() -> None:
    words = {term.word for term in library.terms()}
    assert {word for term in library.terms() for word in term.see} <= words


def test_no_word_stands_in_the_glossary_twice() -> None:
    words = [term.word.casefold() for term in library.terms()]
    assert len(words) == len(set(words)) > 60


def test_every_principle_says_where_it_comes_from() -> None:
    assert all(one.source and one.address.startswith("http") for one in library.principles())


def test_a_search_asks_for_every_word_in_any_case() -> None:
    assert holds("PAID twice", "Double funding", "two payers: paid for it twice")
    assert not holds("paid never", "paid")
    assert holds("", "anything")


def test_searching_terms_finds_them_by_meaning() -> None:
    assert "Deadweight" in [term.word for term in library.search_terms("happened anyway")]
    assert library.search_terms("xylophone") == []
