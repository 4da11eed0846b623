import pytest
from hypothesis import given
from hypothesis import strategies as st

from expertbody.domain import anonymity


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to sam.b@example.org about it.", ("an email address",)),
        ("Ring me on 07700 900123.", ("a telephone number",)),
        ("The office is on 0191 498 0123.", ("a telephone number",)),
        ("Text +44 7700 900123 please", ("a telephone number",)),
        ("Ring (020) 7946 0123.", ("a telephone number",)),
        ("My number is QQ 12 34 56 C.", ()),
        ("My number is AB 12 34 56 C.", ("a National Insurance number",)),
        ("it was ab123456d", ("a National Insurance number",)),
        ("Mr Harker never came.", ("a person's name",)),
        ("a@b.uk or 07700900123", ("an email address", "a telephone number")),
    ],
)
def test_what_says_who_somebody_is_is_seen(text: str, found: tuple[str, ...]) -> None:
    assert anonymity.identifying(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "I had three workers in half a year.",
        "I waited from 03/04/2025 until 12/06/2025, 70 days.",
        "They paid £1,200.00 and then 0.5 per cent.",
        "In room 101 there were 24 of us, aged 18 to 24.",
        "The doctor said it. The dr. was kind.",
    ],
)
def test_plain_speech_is_kept(text: str) -> None:
    assert anonymity.problem(text) == ""


def test_the_problem_says_what_to_do() -> None:
    assert anonymity.problem("a@b.uk or 07700900123") == (
        "The text seems to hold an email address and a telephone number. "
        "Take out whatever says who somebody is, and keep what was said."
    )


@given(st.integers(0, 999_999_999))
def test_every_mobile_number_is_seen_however_it_is_spaced(number: int) -> None:
    digits = f"07{number:09d}"
    for text in (digits, f"{digits[:5]} {digits[5:]}", f"{digits[:5]} {digits[5:8]} {digits[8:]}"):
        assert anonymity.identifying(f"ring {text} now") == ("a telephone number",)
