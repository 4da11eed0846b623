from knowledge.domain.library import holds
from knowledge.selectors import library

DOMAIN_WORDS = {
    "Accelerator", "Additionality", "Adjusted baseline", "Attachment fee", "Attribution", "Baseline",
    "Binary hurdle", "Binary metric", "Black box", "Break clause", "Cap", "Cashable saving", "Cherry-picking",
    "Clawback", "Cohort", "Conversion rate", "Counterfactual", "Deadweight", "Displacement", "Distance travelled",
    "Double funding", "Earned autonomy", "Extrapolation", "Fee for service", "Floor", "Follow-up window",
    "Foundation payment", "Frequency metric", "Gaming", "Intermediary", "Learning curve discount",
    "Market share shift", "Milestone", "Minimum performance level", "Non-cashable benefit", "Non-intervention rate",
    "Open book", "Outcome payment", "Outcomes fund", "Parking", "Performance improvement plan",
    "Perverse incentive", "Power", "Prime and subcontractor", "RAG", "Rate card", "Rate of return", "Re-referral",
    "Rolling cohort", "SIB", "SPV", "Segment", "Severity metric", "Small-number suppression", "Snapshot",
    "Spot check", "Statistical significance", "Supply chain risk cascade", "Sustainment", "Threshold effect",
    "Trajectory", "Unclaimed outcome", "Waiting period", "Working capital",
}  # fmt: skip


def test_every_word_of_the_field_is_in_the_glossary() -> None:
    assert {term.word for term in library.terms()} >= DOMAIN_WORDS


def test_every_reference_of_the_glossary_leads_to_a_term() -> None:
    words = {term.word for term in library.terms()}
    assert {word for term in library.terms() for word in term.see} <= words


def test_no_word_stands_in_the_glossary_twice_nor_leads_to_two_terms() -> None:
    words = [term.word.casefold() for term in library.terms()]
    assert len(words) == len(set(words)) > 60
    forms = [form.casefold() for term in library.terms() for form in term.forms]
    assert len(forms) == len(set(forms))


def test_every_term_and_principle_says_at_which_stages_it_matters() -> None:
    assert all(set(one.stages) <= set(range(1, 8)) and one.stages for one in library.terms())
    assert all(set(one.stages) <= set(range(1, 8)) and one.stages for one in library.principles())


def test_every_principle_says_where_it_comes_from_why_and_what_looks_after_it() -> None:
    assert all(one.source and one.address.startswith("http") for one in library.principles())
    assert all(one.why and one.checks and one.why != one.text for one in library.principles())


def test_a_search_asks_for_every_word_in_any_case() -> None:
    assert holds("PAID twice", "Double funding", "two payers: paid for it twice")
    assert not holds("paid never", "paid")
    assert holds("", "anything")


def test_searching_terms_finds_them_by_meaning_and_by_their_other_names() -> None:
    assert "Deadweight" in [term.word for term in library.search_terms("happened anyway")]
    assert "Cherry-picking" in [term.word for term in library.search_terms("creaming")]
    assert library.search_terms("xylophone") == []
