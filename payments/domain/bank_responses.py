"""What the bank says became of a run's payments: read from CSV, or from an ISO 20022 status report (pain.002)."""

import csv
import dataclasses
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

PAID, PARTIAL, FAILED, PENDING = "paid", "partial", "failed", "pending"
CODES = {"ACSC": PAID, "ACCC": PAID, "RJCT": FAILED, "CANC": FAILED} | dict.fromkeys(
    ("ACCP", "ACFC", "ACSP", "ACTC", "ACWC", "ACWP", "PATC", "PDNG", "RCVD"), PENDING
)
LARGEST = 5_000_000
COLUMNS = ("end_to_end_id", "status")


class ResponseRefused(ValueError):
    """The file as a whole is not taken. Says why, and what to do."""


@dataclasses.dataclass(frozen=True)
class Said:
    """What the bank said of one payment. `amount` is None where it named none: then the whole is meant."""

    end_to_end_id: str
    status: str
    amount: Decimal | None = None
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class Response:
    """A file as read. `message_id` is the payment file that it answers, where it names it; `whole` is said of every
    payment of that file that is not named by itself."""

    said: Sequence[Said]
    message_id: str = ""
    whole: str = ""


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What became of a payment: `paid` pounds of it."""

    kind: str
    paid: Decimal
    reason: str = ""


def read(content: bytes) -> Response:
    """Read a file as XML if it begins like XML, otherwise as CSV."""
    if not content.strip():
        raise ResponseRefused("The file is empty. Choose the file that the bank sent.")
    if len(content) > LARGEST:
        raise ResponseRefused("The file is larger than 5 MB. Choose the file that the bank sent for this run.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ResponseRefused(
            "The file is not text in UTF-8. Save it as CSV UTF-8, or send the XML as it came."
        ) from error
    if "\0" in text:
        raise ResponseRefused("The file is not text. Choose the file that the bank sent for this run.")
    try:
        return _xml(text) if text.lstrip().startswith("<") else _csv(text)
    except csv.Error as error:
        raise ResponseRefused(
            "The file is not whole: a quotation mark is not closed as it should be. Fetch it from the bank again."
        ) from error


def _csv(text: str) -> Response:
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",", strict=True
    )
    names = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise ResponseRefused(
            f"The file has no column {' and no column '.join(missing)}. Its columns are end_to_end_id, status, amount "
            "and reason."
        )
    said = []
    for number, row in enumerate(reader, start=2):
        cells = {name: (row.get(column) or "").strip().lstrip("'") for name, column in names.items()}
        if any(cells.values()):
            said.append(_said(cells, number))
    return Response(tuple(said))


def _said(cells: Mapping[str, str], number: int) -> Said:
    status = cells["status"].lower()
    if status not in {PAID, PARTIAL, FAILED, PENDING}:
        raise ResponseRefused(
            f"Row {number}: the status must be paid, partial, failed or pending, not “{status[:20]}”."
        )
    amount = _amount(cells.get("amount", ""), f"Row {number}")
    if status == PARTIAL and amount is None:
        raise ResponseRefused(f"Row {number}: enter the amount that was paid.")
    return Said(cells["end_to_end_id"], status, amount, cells.get("reason", "")[:300])


def _amount(text: str, where: str) -> Decimal | None:
    if not text:
        return None
    try:
        amount = Decimal(text.replace(",", "").lstrip("£"))
        pence = round(amount, 2)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise ResponseRefused(f"{where}: the amount is not a number, or far too large.") from error
    if not amount.is_finite() or amount < 0 or amount != pence:
        raise ResponseRefused(f"{where}: the amount must be pounds and pence, not less than nought.")
    return pence


def _xml(text: str) -> Response:
    """A status report. Document types are refused before anything is parsed: they can make a file grow or fetch."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ResponseRefused("The file contains a document type, which a status report has not. It is not taken.")
    try:
        root = ElementTree.fromstring(text.encode())  # noqa: S314 - what makes parsing dangerous was refused above
    except (ElementTree.ParseError, ValueError) as error:
        raise ResponseRefused("The file is not complete XML. Fetch it from the bank again.") from error
    report = _child(root, "CstmrPmtStsRpt")
    original = _child(report, "OrgnlGrpInfAndSts") if report is not None else None
    if report is None or original is None:
        raise ResponseRefused("The file is not a payment status report (pain.002). Choose the one for this run.")
    # A file has one payment information, so that a status of all of it is one of the whole file.
    whole = _inner(original, "GrpSts") or _inner(report, "OrgnlPmtInfAndSts", "PmtInfSts")
    said = [_transaction(one) for one in report.iter() if _name(one) == "TxInfAndSts"]
    if whole and whole != "PART" and whole not in CODES:
        raise ResponseRefused(f"The bank's status “{whole[:4]}” for the whole file is not known.")
    return Response(tuple(said), _inner(original, "OrgnlMsgId"), CODES.get(whole, ""))


def _transaction(element: ElementTree.Element) -> Said:
    # The same id stands in both places of the payment file; some banks give back one, some the other.
    reference = _inner(element, "OrgnlEndToEndId") or _inner(element, "OrgnlInstrId")
    code = _inner(element, "TxSts")
    if code not in CODES:
        raise ResponseRefused(f"The bank's status “{code[:4]}” for {reference[:35]} is not known.")
    amount = _amount(_inner(element, "OrgnlTxRef", "Amt", "InstdAmt"), reference[:35])
    reasons = [_inner(element, "StsRsnInf", "Rsn", "Cd"), _inner(element, "StsRsnInf", "Rsn", "Prtry")]
    words = [*reasons, _inner(element, "StsRsnInf", "AddtlInf")]
    return Said(reference, CODES[code], amount, ": ".join(word for word in words if word)[:300])


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _child(element: ElementTree.Element, name: str) -> ElementTree.Element | None:
    return next((one for one in element if _name(one) == name), None)


def _inner(element: ElementTree.Element, *path: str) -> str:
    """The text at the end of a path of elements; empty where there is none."""
    found: ElementTree.Element | None = element
    for name in path:
        found = _child(found, name) if found is not None else None
    return (found.text or "").strip() if found is not None else ""


def outcomes(
    response: Response, payments: Mapping[str, Decimal], message_id: str
) -> dict[str, Outcome | None]:  # fmt: skip
    """What became of each payment that the response speaks of; None: the bank still works on it.

    `payments` are the amounts of the run by end-to-end id. A response of another run, one that names a payment twice
    with different words, or one that pays more than was asked for, is refused as a whole.
    """
    if response.message_id and response.message_id != message_id:
        raise ResponseRefused(f"This file answers payment file {response.message_id[:35]}, not {message_id}.")
    foreign = sorted({one.end_to_end_id for one in response.said} - set(payments))
    if foreign:
        named = foreign[0][:35] or "a payment without an id"
        raise ResponseRefused(f"The file speaks of {named}, which is not in this run. Choose the file for this run.")
    found: dict[str, Outcome | None] = {}
    for one in response.said:
        outcome = _outcome(one, payments[one.end_to_end_id])
        if one.end_to_end_id in found and found[one.end_to_end_id] != outcome:
            raise ResponseRefused(f"The file says two different things of {one.end_to_end_id}. Ask the bank.")
        found[one.end_to_end_id] = outcome
    if response.whole:
        rest: Iterable[str] = set(payments) - set(found)
        found |= {one: _outcome(Said(one, response.whole), payments[one]) for one in rest}
    if not found:
        raise ResponseRefused("The file speaks of no payment. Choose the file that the bank sent for this run.")
    return found


def _outcome(said: Said, asked: Decimal) -> Outcome | None:
    if said.status == PENDING:
        return None
    if said.status == FAILED:
        return Outcome(FAILED, Decimal("0.00"), said.reason)
    paid = asked if said.amount is None else said.amount
    if paid > asked:
        raise ResponseRefused(
            f"The file says that more was paid for {said.end_to_end_id} than was asked for. Ask the bank."
        )
    if paid == 0:
        return Outcome(FAILED, Decimal("0.00"), said.reason)
    return Outcome(PAID if paid == asked else PARTIAL, paid, said.reason)
