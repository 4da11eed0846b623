"""The published structure of pain.001.001.09, as far as a credit transfer uses it: elements, order, number and types.

Written from the message definition, independent of the code that writes such files.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
MANY = 1_000_000
Kind = Any


def text(longest: int) -> str:
    return rf".{{1,{longest}}}"


DAY = r"\d{4}-\d\d-\d\d"
MOMENT = rf"{DAY}T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"
AMOUNT = r"\d{1,13}(\.\d{1,5})?"
IBAN = r"[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}"
BIC = r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?"
NAME = [("Nm", 0, 1, text(140)), ("PstlAdr", 0, 1, None), ("Id", 0, 1, None), ("CtryOfRes", 0, 1, "[A-Z]{2}")]
GENERIC_ID = [("Id", 1, 1, text(34)), ("SchmeNm", 0, 1, None), ("Issr", 0, 1, text(35))]
ACCOUNT = [
    ("Id", 1, 1, {"IBAN": IBAN, "Othr": GENERIC_ID}),
    ("Tp", 0, 1, None), ("Ccy", 0, 1, "[A-Z]{3}"), ("Nm", 0, 1, text(70)), ("Prxy", 0, 1, None),
]  # fmt: skip
CLEARING = [("ClrSysId", 0, 1, {"Cd": text(5), "Prtry": text(35)}), ("MmbId", 1, 1, text(35))]
BANK = [
    ("FinInstnId", 1, 1, [
        ("BICFI", 0, 1, BIC), ("ClrSysMmbId", 0, 1, CLEARING), ("LEI", 0, 1, "[A-Z0-9]{18}[0-9]{2}"),
        ("Nm", 0, 1, text(140)), ("PstlAdr", 0, 1, None),
        ("Othr", 0, 1, [("Id", 1, 1, text(35)), ("SchmeNm", 0, 1, None), ("Issr", 0, 1, text(35))]),
    ]),
    ("BrnchId", 0, 1, None),
]  # fmt: skip
TRANSACTION = [
    ("PmtId", 1, 1, [("InstrId", 0, 1, text(35)), ("EndToEndId", 1, 1, text(35)), ("UETR", 0, 1, None)]),
    ("PmtTpInf", 0, 1, None),
    ("Amt", 1, 1, {"InstdAmt": AMOUNT, "EqvtAmt": None}),
    ("XchgRateInf", 0, 1, None), ("ChrgBr", 0, 1, "DEBT|CRED|SHAR|SLEV"), ("MndtRltdInf", 0, 1, None),
    ("ChqInstr", 0, 1, None), ("UltmtDbtr", 0, 1, NAME),
    ("IntrmyAgt1", 0, 1, BANK), ("IntrmyAgt1Acct", 0, 1, ACCOUNT), ("IntrmyAgt2", 0, 1, BANK),
    ("IntrmyAgt2Acct", 0, 1, ACCOUNT), ("IntrmyAgt3", 0, 1, BANK), ("IntrmyAgt3Acct", 0, 1, ACCOUNT),
    ("CdtrAgt", 0, 1, BANK), ("CdtrAgtAcct", 0, 1, ACCOUNT), ("Cdtr", 0, 1, NAME), ("CdtrAcct", 0, 1, ACCOUNT),
    ("UltmtCdtr", 0, 1, NAME), ("InstrForCdtrAgt", 0, MANY, None), ("InstrForDbtrAgt", 0, 1, None),
    ("Purp", 0, 1, {"Cd": text(4), "Prtry": text(35)}), ("RgltryRptg", 0, 10, None), ("Tax", 0, 1, None),
    ("RltdRmtInf", 0, 10, None),
    ("RmtInf", 0, 1, [("Ustrd", 0, MANY, text(140)), ("Strd", 0, MANY, None)]),
    ("SplmtryData", 0, MANY, None),
]  # fmt: skip
INFORMATION = [
    ("PmtInfId", 1, 1, text(35)), ("PmtMtd", 1, 1, "CHK|TRF|TRA"), ("BtchBookg", 0, 1, "true|false|0|1"),
    ("NbOfTxs", 0, 1, r"[0-9]{1,15}"), ("CtrlSum", 0, 1, r"\d{1,17}(\.\d{1,17})?"), ("PmtTpInf", 0, 1, None),
    ("ReqdExctnDt", 1, 1, {"Dt": DAY, "DtTm": MOMENT}), ("PoolgAdjstmntDt", 0, 1, DAY),
    ("Dbtr", 1, 1, NAME), ("DbtrAcct", 1, 1, ACCOUNT), ("DbtrAgt", 1, 1, BANK), ("DbtrAgtAcct", 0, 1, ACCOUNT),
    ("InstrForDbtrAgt", 0, 1, text(140)), ("UltmtDbtr", 0, 1, NAME), ("ChrgBr", 0, 1, "DEBT|CRED|SHAR|SLEV"),
    ("ChrgsAcct", 0, 1, ACCOUNT), ("ChrgsAcctAgt", 0, 1, BANK), ("CdtTrfTxInf", 1, MANY, TRANSACTION),
]  # fmt: skip
DOCUMENT = [
    ("CstmrCdtTrfInitn", 1, 1, [
        ("GrpHdr", 1, 1, [
            ("MsgId", 1, 1, text(35)), ("CreDtTm", 1, 1, MOMENT), ("Authstn", 0, 2, None),
            ("NbOfTxs", 1, 1, r"[0-9]{1,15}"), ("CtrlSum", 0, 1, r"\d{1,17}(\.\d{1,17})?"),
            ("InitgPty", 1, 1, NAME), ("FwdgAgt", 0, 1, BANK),
        ]),
        ("PmtInf", 1, MANY, INFORMATION), ("SplmtryData", 0, MANY, None),
    ]),
]  # fmt: skip


def problems(content: bytes) -> list[str]:
    """Everything in which a file departs from the structure; none for a valid one."""
    root = ElementTree.fromstring(content)  # noqa: S314 - written by the code under test
    found: list[str] = []
    if root.tag != f"{{{NAMESPACE}}}Document":
        found.append(f"the root is {root.tag}")
    _check(root, DOCUMENT, "Document", found.append)
    _check_sums(root, found.append)
    return found


def _check(element: ElementTree.Element, kind: Kind, path: str, tell: Callable[[str], None]) -> None:
    if kind is None:
        return
    if isinstance(kind, str):
        if len(element) or not re.fullmatch(kind, element.text or ""):
            tell(f"{path} holds “{element.text}”")
        return
    names = [child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in element]
    rows = kind if isinstance(kind, list) else [(name, 0, 1, inner) for name, inner in kind.items()]
    if isinstance(kind, dict) and len(names) != 1:
        tell(f"{path} must hold exactly one of {', '.join(kind)}")
    order = [name for name, *_ in rows]
    if unknown := set(names) - set(order):
        tell(f"{path} holds {', '.join(sorted(unknown))}")
        return
    if [order.index(name) for name in names] != sorted(order.index(name) for name in names):
        tell(f"{path} has its elements in another order: {names}")
    for name, least, most, inner in rows:
        children = [child for child in element if child.tag == f"{{{NAMESPACE}}}{name}"]
        if not least <= len(children) <= most:
            tell(f"{path}/{name} stands {len(children)} times")
        for child in children:
            _check(child, inner, f"{path}/{name}", tell)


def _check_sums(root: ElementTree.Element, tell: Callable[[str], None]) -> None:
    """Numbers and control sums agree at both levels, every amount has its currency, and no id stands twice."""

    def all_of(name: str, inside: ElementTree.Element = root) -> list[ElementTree.Element]:
        return list(inside.iter(f"{{{NAMESPACE}}}{name}"))

    for part in (*all_of("GrpHdr"), *all_of("PmtInf")):
        transactions = all_of("CdtTrfTxInf", root if part.tag.endswith("GrpHdr") else part)
        amounts = [Decimal(one.text or "0") for tx in transactions for one in all_of("InstdAmt", tx)]
        if all_of("NbOfTxs", part)[0].text != str(len(transactions)):
            tell("NbOfTxs is not the number of transactions")
        if Decimal(all_of("CtrlSum", part)[0].text or "0") != sum(amounts):
            tell("CtrlSum is not the sum of the amounts")
    if any(set(one.attrib) != {"Ccy"} or Decimal(one.text or "0") <= 0 for one in all_of("InstdAmt")):
        tell("an amount has no currency, or is not above nought")
    ids = [one.text for one in all_of("EndToEndId")]
    if len(ids) != len(set(ids)):
        tell("an end-to-end id stands twice")
