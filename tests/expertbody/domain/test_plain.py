import pytest

from expertbody.domain import plain, reading
from expertbody.domain.plain import Paper
from pbrmanager.decidables import DECIDABLES


@pytest.mark.parametrize("kind", [*(one.kind for one in DECIDABLES), "decision"])
def test_every_kind_of_paper_answers_the_four_questions(kind: str) -> None:
    extra = {"gate": {"stage": 4, "met": 3, "criteria": 5}, "finding": {"severity": "red", "source": "monitoring"}}
    found = plain.explain(Paper(kind, "A paper", **extra.get(kind, {})))  # type: ignore[arg-type]
    assert all((found.what, found.asked, found.means, found.sure))
    assert reading.ease(found.text()) >= reading.BAR


def test_of_a_paper_that_does_not_wait_nothing_is_asked() -> None:
    assert plain.explain(Paper("contract_version", "A draft", waits=False)).asked == (plain.NOT_ASKED,)
    assert plain.explain(Paper("contract_version", "A proposal")).asked == (plain.ASKED["contract_version"],)


@pytest.mark.parametrize("state", plain.STATE)
def test_a_version_of_a_contract_says_how_far_it_has_come(state: str) -> None:
    said = plain.explain(Paper("contract_version", "Version 2", state=state)).what
    assert said == (plain.WHAT["contract_version"], plain.STATE[state])


def test_a_gate_says_how_many_points_are_met_and_what_that_says() -> None:
    sure = plain.explain(Paper("gate", "Gate", stage=4, met=3, criteria=5)).sure
    assert sure == ("3 of 5 points on the list are met.", plain.NOT_ALL_MET)
    assert plain.explain(Paper("gate", "Gate", stage=4, met=5, criteria=5)).sure[-1] == plain.ALL_MET


def test_a_decision_says_what_was_chosen_how_they_voted_and_that_some_dissented() -> None:
    found = plain.explain(Paper("decision", "D", resolved="Pause the stage", votes=(4, 1, 0), dissent="Too soon."))
    assert "The members chose: “Pause the stage”." in found.what
    assert "4 voted for it, 1 against, and 0 did not say yes or no." in found.sure
    assert plain.DISSENT in found.sure


def test_words_of_the_glossary_are_found_whole_in_any_case_and_in_the_plural() -> None:
    known = [("Outcome", "A change."), ("Cap", "A limit."), ("Rate card", "Prices.")]
    assert plain.words_in("The outcomes of the RATE CARD; no escape.", known) == [known[0], known[2]]


def test_only_of_what_was_counted_is_it_said_whether_it_may_be_chance() -> None:
    counted = plain.explain(Paper("finding", "F", severity="amber", source="monitoring"))
    told = plain.explain(Paper("finding", "F", severity="amber", source="service_user"))
    assert counted.sure == (plain.SEVERITY["amber"],)
    assert told.sure == (plain.SEEN,)
