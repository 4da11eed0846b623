"""The payment file as CSV and as pain.001.001.09."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.domain import payment_files
from payments.domain.bank import Account
from payments.domain.payment_files import File, Transfer
from tests.payments import pain001

UK = Account("Northway CIC", sort_code="200000", account_number="55779911")
BY_IBAN = Account("Harbour & Söhne", iban="GB33BUKB20201555555555")
WITH_BIC = Account("Council", iban="GB33BUKB20201555555555", bic="BUKBGB22")


def file(*transfers: Transfer, payer: Account = UK) -> File:
    return File("PBR-1-2", datetime(2026, 3, 1, 9, 30, 15, 99, tzinfo=UTC), date(2026, 3, 2), "Fund", payer, transfers)


def transfer(place: int = 1, payee: Account = UK, amount: str = "1150.00", reference: str = "a/b/0001") -> Transfer:
    return Transfer(f"PBR-1-2-{place}", payee, Decimal(amount), reference)


def test_the_file_has_the_published_structure() -> None:
    made = file(transfer(1), transfer(2, BY_IBAN, "0.01"), transfer(3, WITH_BIC, "99999999.99"), payer=WITH_BIC)
    content = payment_files.as_xml(made)
    assert pain001.problems(content) == []
    text = content.decode()
    for words in ("<CtrlSum>100001150.00</CtrlSum>", "<NbOfTxs>3</NbOfTxs>", "Harbour + Sohne", "GBDSC", "NOTPROVIDED"):
        assert words in text


names = st.text(min_size=1, max_size=70)
accounts = st.one_of(
    st.builds(Account, names, sort_code=st.just("200000"), account_number=st.just("55779911")),
    st.builds(Account, names, iban=st.just("GB33BUKB20201555555555")),
)
amounts = st.decimals(Decimal("0.01"), Decimal("99999999.99"), places=2)


@given(st.lists(st.tuples(accounts, amounts, st.text(max_size=300)), min_size=1, max_size=6), accounts)
def test_whatever_names_and_amounts_there_are_the_structure_and_the_sums_hold(
    given: list[tuple[Account, Decimal, str]], payer: Account
) -> None:
    transfers = [Transfer(f"PBR-1-2-{place}", to, amount, text) for place, (to, amount, text) in enumerate(given)]
    assert pain001.problems(payment_files.as_xml(file(*transfers, payer=payer))) == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (("<MsgId>PBR-1-2</MsgId>", ""), "GrpHdr/MsgId stands 0 times"),
        (("<CtrlSum>1150.00</CtrlSum>", "<CtrlSum>1150.01</CtrlSum>"), "CtrlSum is not"),
        (("<NbOfTxs>1</NbOfTxs>", "<NbOfTxs>2</NbOfTxs>"), "NbOfTxs is not"),
        (("<PmtMtd>TRF</PmtMtd>", "<PmtMtd>CASH</PmtMtd>"), "PmtMtd holds"),
        (("<ChrgBr>SLEV</ChrgBr>", "<Other>1</Other>"), "holds Other"),
        (('Ccy="GBP"', ""), "has no currency"),
    ],
)
def test_the_checker_of_the_structure_finds_what_departs_from_it(spoil: tuple[str, str], said: str) -> None:
    content = payment_files.as_xml(file(transfer())).decode()
    assert spoil[0] in content
    found = pain001.problems(content.replace(*spoil).encode())
    assert any(said in one for one in found), found


@pytest.mark.fault("Cells that a spreadsheet would take for formulas")
def test_the_csv_has_one_line_a_payment_and_no_formulas() -> None:
    evil = Account("=cmd()", sort_code="200000", account_number="55779911")
    lines = payment_files.as_csv(file(transfer(1, evil), transfer(2, BY_IBAN))).decode().splitlines()
    assert lines[0].startswith("end_to_end_id,payee,")
    assert lines[1] == "PBR-1-2-1,'=cmd(),200000,55779911,,,1150.00,GBP,2026-03-02,a/b/0001"
    assert "GB33BUKB20201555555555" in lines[2]
