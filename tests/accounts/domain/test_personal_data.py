"""What leads to a person is recognised by its form, and ordinary words are not mistaken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain import personal_data


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Write to sam.smith+home@mail.example.co.uk", ("an email address",)),
        ("Rang 07700 900123 twice", ("a telephone number",)),
        ("Ring +44 (0)7700 900123", ("a telephone number",)),
        ("Office (020) 7946 0018 engaged", ("a telephone number",)),
        ("call 020-7946-0018", ("a telephone number",)),
        ("Ring 01642 555 123", ("a telephone number",)),
        ("NI is QQ 12 34 56 C", ()),
        ("NI is AB 12 34 56 C", ("a National Insurance number",)),
        ("ab123456d", ("a National Insurance number",)),
        ("Moved to SW1A 1AA", ("a postcode",)),
        ("Mr Harker never came.", ("a person's name",)),
        ("a@b.uk or 07700900123", ("an email address", "a telephone number")),
    ],
)
def test_what_leads_to_a_person_is_recognised(text: str, kinds: tuple[str, ...]) -> None:
    assert personal_data.found(text, tuple(personal_data.PATTERNS)) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Missed two meetings; agreed 3 steps by 31/03/2026.",
        "From 47.5% to 45.4%, or £31m against £6m, in 2014–15",
        "doi 10.1080/14719037.2023.2244501",
        "between 26,000 and 50,000 outcomes of 1,250,000 people",
        "at 5pm on 4 March 2026 @ the town hall",
        "Claim 2026-0001 of P-0012",
        "Step 1 of 12, week 2026-12",
        "The doctor said it. The dr. was kind.",
    ],
)
def test_ordinary_words_are_not_mistaken_for_people(text: str) -> None:
    assert personal_data.found(text, tuple(personal_data.PATTERNS)) == ()


@given(st.integers(0, 999_999_999))
def test_every_mobile_number_is_seen_however_it_is_spaced(number: int) -> None:
    digits = f"07{number:09d}"
    for text in (digits, f"{digits[:5]} {digits[5:]}", f"{digits[:5]} {digits[5:8]} {digits[8:]}"):
        assert personal_data.found(f"ring {text} now") == ("a telephone number",)


def test_kinds_are_listed_in_a_phrase() -> None:
    assert personal_data.listed(["one", "two", "three"]) == "one, two and three"
    assert personal_data.listed(["one"]) == "one"
