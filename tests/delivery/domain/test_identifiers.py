"""Identifiers: one form however they are written, checked by their form, and hashed with a key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.domain import identifiers
from delivery.domain.identifiers import BadIdentifier, digest

RIGHT = {
    "nhs_number": "9434765919",
    "national_insurance_number": "AB123456C",
    "pupil_number": "A123456789012",
    "identifier": "CASE77",
}


@pytest.mark.parametrize(("kind", "text"), RIGHT.items())
def test_spaces_and_capitals_make_no_difference(kind: str, text: str) -> None:
    spaced = f" {text[:3]} {text[3:6]}-{text[6:]} ".lower()
    assert digest("key", kind, spaced) == digest("key", kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("nhs_number", "9434765918"),
        ("nhs_number", "943476591"),
        ("nhs_number", "٩٤٣٤٧٦٥٩١٩"),
        ("national_insurance_number", "BG123456C"),
        ("national_insurance_number", "AB123456E"),
        ("pupil_number", "I123456789012"),
        ("identifier", "abc"),
        ("identifier", ""),
    ],
)
def test_a_wrong_form_is_refused_without_repeating_it(kind: str, text: str) -> None:
    with pytest.raises(BadIdentifier) as refused:
        digest("key", kind, text)
    assert not text or text not in str(refused.value)


def test_another_key_or_another_kind_gives_another_hash() -> None:
    hashes = {digest(key, kind, "CASE77") for key in ("one", "two") for kind in ("identifier",)}
    assert len(hashes) == 2
    assert digest("one", "identifier", "9434765919") != digest("one", "nhs_number", "9434765919")


@given(st.integers(min_value=0, max_value=999_999_999))
def test_an_nhs_number_with_one_digit_changed_is_never_taken(number: int) -> None:
    base = f"{number:09}"
    right = [f"{base}{check}" for check in range(10) if identifiers._nhs_number(f"{base}{check}")]
    assert len(right) <= 1
    for text in right:
        changed = str((int(text[0]) + 1) % 10) + text[1:]
        assert not identifiers._nhs_number(changed)
