import pytest

from payments.domain import bank


def test_a_sort_code_and_number_are_kept_bare() -> None:
    kept = bank.checked(name="  Northway   CIC ", sort_code="20-00-00", account_number="557 799")
    assert (kept.name, kept.sort_code, kept.account_number) == ("Northway CIC", "200000", "00557799")


@pytest.mark.parametrize("iban", ["GB33BUKB20201555555555", "gb33 bukb 2020 1555 5555 55", "DE89370400440532013000"])
def test_an_iban_is_kept_when_its_check_digits_agree(iban: str) -> None:
    assert bank.checked(name="N", iban=iban).iban == iban.replace(" ", "").upper()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " ", "iban": "GB33BUKB20201555555555"}, "name"),
        ({"name": "a\x00b", "iban": "GB33BUKB20201555555555"}, "name"),
        ({"name": "x" * 71, "iban": "GB33BUKB20201555555555"}, "name"),
        ({"iban": "GB33BUKB20201555555556"}, "iban"),
        ({"iban": "GB33BUKB202015555555"}, "iban"),
        ({"iban": "GB33BUKB20201555555555", "sort_code": "200000"}, "iban"),
        ({"iban": "GB33BUKB20201555555555", "bic": "NO"}, "bic"),
        ({"bic": "BUKBGB22"}, "iban"),
        ({"sort_code": "20000", "account_number": "55779911"}, "sort_code"),
        ({"sort_code": "200000", "account_number": "1234567890"}, "account_number"),
        ({}, "sort_code"),
    ],
)
def test_what_cannot_be_an_account_is_refused_where_it_is_wrong(given: dict[str, str], field: str) -> None:
    with pytest.raises(bank.DetailsRefused) as refused:
        bank.checked(**{"name": "N", **given})
    assert refused.value.field == field
