"""What the bank says, read from CSV and from pain.002."""

from decimal import Decimal

import pytest

from payments.domain import bank_responses
from payments.domain.bank_responses import Outcome, ResponseRefused

PAYMENTS = {"PBR-1-2-1": Decimal("100.00"), "PBR-1-2-2": Decimal("50.00")}
REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>R1</MsgId></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>{file}</OrgnlMsgId><GrpSts>{whole}</GrpSts></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts>{payments}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"""
REJECTED = (
    "<TxInfAndSts><OrgnlEndToEndId>PBR-1-2-2</OrgnlEndToEndId><TxSts>RJCT</TxSts>"
    "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Account closed</AddtlInf></StsRsnInf></TxInfAndSts>"
)


def outcomes(content: str | bytes) -> dict[str, Outcome | None]:
    given = content if isinstance(content, bytes) else content.encode()
    return bank_responses.outcomes(bank_responses.read(given), PAYMENTS, "PBR-1-2")


def report(payments: str = REJECTED, whole: str = "PART", file: str = "PBR-1-2") -> str:
    return REPORT.format(payments=payments, whole=whole, file=file)


def test_a_csv_says_what_was_paid_in_part_failed_or_waits() -> None:
    found = outcomes("\ufeffEnd_to_end_id;Status;Amount;Reason\nPBR-1-2-1;partial;60.00;Limit\nPBR-1-2-2;pending;;\n")
    assert found == {"PBR-1-2-1": Outcome("partial", Decimal("60.00"), "Limit"), "PBR-1-2-2": None}


def test_a_status_report_names_what_failed_and_speaks_of_the_rest_as_a_whole() -> None:
    assert outcomes(report(whole="ACSC")) == {
        "PBR-1-2-1": Outcome("paid", Decimal("100.00")),
        "PBR-1-2-2": Outcome("failed", Decimal("0.00"), "AC04: Account closed"),
    }
    assert list(outcomes(report())) == ["PBR-1-2-2"]
    assert outcomes(report(payments="", whole="PDNG")) == {"PBR-1-2-1": None, "PBR-1-2-2": None}


def test_a_status_of_all_payments_and_ids_of_instructions_are_understood() -> None:
    rejected = report(payments="<PmtInfSts>RJCT</PmtInfSts>", whole="")
    assert {one.kind for one in outcomes(rejected).values() if one} == {"failed"}
    by_instruction = report(REJECTED.replace("OrgnlEndToEndId", "OrgnlInstrId"))
    assert list(outcomes(by_instruction)) == ["PBR-1-2-2"]


HEADER = "end_to_end_id,status,amount,reason\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"  ", "empty"),
        (b"\xff\xfe\x00", "UTF-8"),
        ("id,state\n1,paid\n", "no column end_to_end_id and no column status"),
        (HEADER, "speaks of no payment"),
        (HEADER + "PBR-9-9-9,paid,,\n", "PBR-9-9-9, which is not in this run"),
        (HEADER + "PBR-1-2-1,perhaps,,\n", "Row 2: the status must be"),
        (HEADER + "PBR-1-2-1,partial,,\n", "Row 2: enter the amount"),
        (HEADER + "PBR-1-2-1,paid,100.01,\n", "more was paid"),
        (HEADER + "PBR-1-2-1,paid,-5,\n", "not less than nought"),
        (HEADER + "PBR-1-2-1,paid,NaN,\n", "pounds and pence"),
        (HEADER + "PBR-1-2-1,paid,ten,\n", "not a number"),
        (HEADER + "PBR-1-2-1,paid,1e999999,\n", "not a number, or far too large"),
        (HEADER + "PBR-1-2-1,paid,100.005,\n", "pounds and pence"),
        (HEADER + 'PBR-1-2-1,paid,,"' + "x" * 140_000, "not closed as it should be"),
        (HEADER + 'PBR-1-2-1,paid,,"x\nPBR-1-2-2,failed,,"no"\n', "not closed as it should be"),
        ('end_to_end_id,"status', "not closed as it should be"),
        (HEADER + "PBR-1-2-1,failed,,a\0b\n", "is not text"),
        (HEADER + "PBR-1-2-1,paid,,\nPBR-1-2-1,failed,,\n", "two different things"),
        ("<a>", "not complete XML"),
        ("<Document/>", "not a payment status report"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><Document/>', "document type"),
        (report(file="PBR-1-3"), "answers payment file PBR-1-3"),
        (report(REJECTED.replace("RJCT", "MADE-UP")), "is not known"),
        (report(whole="MADE-UP"), "is not known"),
    ],
)
def test_what_is_not_an_answer_to_this_run_is_refused_as_a_whole(content: str | bytes, said: str) -> None:
    with pytest.raises(ResponseRefused, match=said):
        outcomes(content)
