"""The payment file of a run: as CSV, and as ISO 20022 customer credit transfer initiation (pain.001.001.09).

Both are functions of what was released, so that a file made again is the same to the byte.
"""

import csv
import dataclasses
import io
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from xml.etree import ElementTree

from govuk import spreadsheets
from payments.domain.bank import Account

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
CURRENCY = "GBP"
UK_CLEARING = "GBDSC"
ALLOWED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-?:().,'+ ")
COLUMNS = (
    "end_to_end_id", "payee", "sort_code", "account_number", "iban", "bic", "amount", "currency", "pay_on", "reference",
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Transfer:
    """One payment of a file. `reference` is what the payee reads."""

    end_to_end_id: str
    payee: Account
    amount: Decimal
    reference: str


@dataclasses.dataclass(frozen=True)
class File:
    """A run as it goes to the bank."""

    message_id: str
    made_at: datetime
    pay_on: date
    payer: str
    payer_account: Account
    transfers: Sequence[Transfer]

    @property
    def total(self) -> Decimal:
        return sum((one.amount for one in self.transfers), Decimal("0.00"))


def as_csv(file: File) -> bytes:
    """One line a payment. No cell can be run as a formula by a spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in file.transfers:
        to = one.payee
        cells = (
            one.end_to_end_id, to.name, to.sort_code, to.account_number, to.iban, to.bic, f"{one.amount:.2f}",
            CURRENCY, file.pay_on.isoformat(), one.reference,
        )  # fmt: skip
        writer.writerow([spreadsheets.safe(cell) for cell in cells])
    return out.getvalue().encode()


def plain(text: str, longest: int) -> str:
    """A text in the characters that every bank takes, at most so long."""
    bare = "".join(
        one for one in unicodedata.normalize("NFKD", text.replace("’", "'")) if not unicodedata.combining(one)
    )
    kept = "".join(one if one in ALLOWED else " " for one in bare.replace("&", "+"))
    return " ".join(kept.split())[:longest].strip() or "NOTPROVIDED"


def as_xml(file: File) -> bytes:
    """The file as pain.001.001.09: one group header, one payment information, one transaction a payment."""
    document = ElementTree.Element("Document", {"xmlns": NAMESPACE})
    root = ElementTree.SubElement(document, "CstmrCdtTrfInitn")
    count, total = str(len(file.transfers)), f"{file.total:.2f}"
    header = ElementTree.SubElement(root, "GrpHdr")
    _text(header, "MsgId", file.message_id)
    _text(header, "CreDtTm", file.made_at.replace(microsecond=0).isoformat())
    _text(header, "NbOfTxs", count)
    _text(header, "CtrlSum", total)
    _text(ElementTree.SubElement(header, "InitgPty"), "Nm", plain(file.payer, 140))
    information = ElementTree.SubElement(root, "PmtInf")
    _text(information, "PmtInfId", file.message_id)
    _text(information, "PmtMtd", "TRF")
    _text(information, "BtchBookg", "false")
    _text(information, "NbOfTxs", count)
    _text(information, "CtrlSum", total)
    _text(ElementTree.SubElement(information, "ReqdExctnDt"), "Dt", file.pay_on.isoformat())
    _text(ElementTree.SubElement(information, "Dbtr"), "Nm", plain(file.payer_account.name, 140))
    _account(information, "DbtrAcct", file.payer_account)
    _bank(information, "DbtrAgt", file.payer_account)
    _text(information, "ChrgBr", "SLEV")
    for transfer in file.transfers:
        _transaction(information, transfer)
    ElementTree.indent(document)
    made: bytes = ElementTree.tostring(document, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _transaction(information: ElementTree.Element, transfer: Transfer) -> None:
    made = ElementTree.SubElement(information, "CdtTrfTxInf")
    ids = ElementTree.SubElement(made, "PmtId")
    _text(ids, "InstrId", transfer.end_to_end_id)
    _text(ids, "EndToEndId", transfer.end_to_end_id)
    amount = ElementTree.SubElement(ElementTree.SubElement(made, "Amt"), "InstdAmt", {"Ccy": CURRENCY})
    amount.text = f"{transfer.amount:.2f}"
    _bank(made, "CdtrAgt", transfer.payee)
    _text(ElementTree.SubElement(made, "Cdtr"), "Nm", plain(transfer.payee.name, 140))
    _account(made, "CdtrAcct", transfer.payee)
    _text(ElementTree.SubElement(made, "RmtInf"), "Ustrd", plain(transfer.reference, 140))


def _account(parent: ElementTree.Element, name: str, account: Account) -> None:
    ids = ElementTree.SubElement(ElementTree.SubElement(parent, name), "Id")
    if account.iban:
        _text(ids, "IBAN", account.iban)
    else:
        _text(ElementTree.SubElement(ids, "Othr"), "Id", account.account_number)


def _bank(parent: ElementTree.Element, name: str, account: Account) -> None:
    """The bank by its BIC or sort code; for an IBAN without a BIC, the standard's word for none."""
    bank = ElementTree.SubElement(ElementTree.SubElement(parent, name), "FinInstnId")
    if account.bic:
        _text(bank, "BICFI", account.bic)
    elif account.sort_code:
        clearing = ElementTree.SubElement(bank, "ClrSysMmbId")
        _text(ElementTree.SubElement(clearing, "ClrSysId"), "Cd", UK_CLEARING)
        _text(clearing, "MmbId", account.sort_code)
    else:
        _text(ElementTree.SubElement(bank, "Othr"), "Id", "NOTPROVIDED")


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text
