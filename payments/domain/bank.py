"""Bank details as they are entered: read, checked and put into the form in which they are kept."""

import dataclasses
import re

LONGEST_NAME = 70
BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")
IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
IBAN_LENGTHS = {"GB": 22, "IE": 22, "DE": 22, "FR": 27, "NL": 18, "BE": 16, "ES": 24, "PT": 25, "IT": 27}


class DetailsRefused(ValueError):
    """The details cannot be those of an account. `field` is what is wrong; the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclasses.dataclass(frozen=True)
class Account:
    """An account by sort code and number, or by IBAN."""

    name: str
    sort_code: str = ""
    account_number: str = ""
    iban: str = ""
    bic: str = ""


def checked(
    *, name: str, sort_code: str = "", account_number: str = "", iban: str = "", bic: str = ""
) -> Account:  # fmt: skip
    """The details without spaces and dashes. Either a sort code with an account number, or an IBAN."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise DetailsRefused("name", f"Enter the name of the account, in at most {LONGEST_NAME} characters")
    if not name.isprintable():
        raise DetailsRefused("name", "Enter the name of the account in letters that can be read")
    sort_code, account_number, iban, bic = (_bare(text) for text in (sort_code, account_number, iban, bic))
    if iban and (sort_code or account_number):
        raise DetailsRefused("iban", "Enter either the IBAN, or the sort code and the account number")
    if iban:
        return Account(name, iban=_iban(iban), bic=_bic(bic))
    if bic:
        raise DetailsRefused("iban", "Enter the IBAN that goes with the BIC")
    if not re.fullmatch(r"[0-9]{6}", sort_code):
        raise DetailsRefused("sort_code", "Enter a sort code of 6 digits, like 20-00-00, or an IBAN")
    if not re.fullmatch(r"[0-9]{6,8}", account_number):
        raise DetailsRefused("account_number", "Enter an account number of 6 to 8 digits")
    return Account(name, sort_code=sort_code, account_number=account_number.zfill(8))


def _bare(text: str) -> str:
    return re.sub(r"[\s\-–]", "", text).upper()


def _iban(iban: str) -> str:
    """An IBAN whose check digits agree: its letters as numbers, the first four moved to the end, leave 1 over 97."""
    length = IBAN_LENGTHS.get(iban[:2])
    moved = iban[4:] + iban[:4]
    if (
        not IBAN.fullmatch(iban)
        or (length is not None and len(iban) != length)
        or int("".join(str(int(letter, 36)) for letter in moved)) % 97 != 1
    ):
        raise DetailsRefused("iban", "Check the IBAN: its check digits do not agree with the rest of it")
    return iban


def _bic(bic: str) -> str:
    if bic and not BIC.fullmatch(bic):
        raise DetailsRefused("bic", "Enter a BIC of 8 or 11 characters, or leave it empty")
    return bic
