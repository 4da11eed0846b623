import pytest

from knowledge.domain.privacy import personal_data


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ask jo.bloggs+x@example.org for it", "an e-mail address"),
        ("Ring 01642 555 123", "a telephone number"),
        ("Ring +44 (0)7700 900123", "a telephone number"),
        ("mobile 07700900123.", "a telephone number"),
        ("It was AB 12 34 56 C who came", "a National Insurance number"),
        ("ab123456c", "a National Insurance number"),
    ],
)
def test_what_leads_to_a_person_is_recognised(text: str, kind: str) -> None:
    assert personal_data(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "From 47.5% to 45.4%, or £31m against £6m, in 2014–15",
        "doi 10.1080/14719037.2023.2244501",
        "between 26,000 and 50,000 outcomes of 1,250,000 people",
        "at 5pm on 4 March 2026 @ the town hall",
        "0.038 and 0.081",
    ],
)
def test_figures_and_sources_are_not_mistaken_for_people(text: str) -> None:
    assert personal_data(text) == []
