"""What a note must not hold, and what it may."""

import pytest

from delivery.domain import personal_data


@pytest.mark.parametrize(
    ("note", "what"),
    [
        ("Write to sam.smith+home@mail.example.co.uk", "an e-mail address"),
        ("Rang 07700 900123 twice", "a telephone number"),
        ("Rang +44 7700 900123", "a telephone number"),
        ("Office (020) 7946 0018 engaged", "a telephone number"),
        ("call 020-7946-0018", "a telephone number"),
        ("NI is QQ 12 34 56 C", ""),
        ("NI is AB 12 34 56 C", "a National Insurance number"),
        ("ab123456d", "a National Insurance number"),
        ("Moved to SW1A 1AA", "a postcode"),
    ],
)
def test_personal_data_is_recognised_by_its_form(note: str, what: str) -> None:
    assert personal_data.found(note) == ([what] if what else [])


@pytest.mark.parametrize(
    "note",
    ["", "Missed two meetings; agreed 3 steps by 31/03/2026.", "Rent arrears of £1,250.00", "Bus 42 at 10:15",
     "Claim 2026-0001 of P-0012", "Met @ the library", "Step 1 of 12, week 2026-12"],
)  # fmt: skip
def test_ordinary_notes_pass(note: str) -> None:
    assert personal_data.refusal(note) == ""


def test_the_refusal_names_everything_at_once() -> None:
    said = personal_data.refusal("a@b.example, 07700 900123")
    assert said.startswith("The note seems to hold an e-mail address and a telephone number. Take it out")
