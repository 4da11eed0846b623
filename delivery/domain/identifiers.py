"""Identifiers of people, given only so that the same person is recognised: brought into one form, checked, hashed.

The hash is keyed. A plain hash of a number that has ten digits can be undone by trying every number; with a key that
never leaves the deployment it cannot. Nothing here returns or keeps the identifier itself.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping

_NHS = re.compile(r"\d{10}\Z", re.ASCII)
_NINO = re.compile(r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]\Z", re.ASCII)
_UPN = re.compile(r"[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]\Z", re.ASCII)
_OTHER = re.compile(r"[0-9A-Z]{4,40}\Z", re.ASCII)
_BETWEEN = re.compile(r"[\s./-]+")


class BadIdentifier(Exception):
    """The text has not the form of such an identifier. The message says which form is expected, never the text."""


def _nhs_number(text: str) -> bool:
    """Ten digits, the last of which checks the others: 11 less the remainder by 11 of the weighted sum."""
    if not _NHS.match(text):
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(text, range(10, 1, -1), strict=False)) % 11
    return check != 10 and check % 11 == int(text[9])


FORMS: Mapping[str, tuple[Callable[[str], object], str]] = {
    "nhs_number": (_nhs_number, "An NHS number has ten digits, of which the last checks the others."),
    "national_insurance_number": (
        _NINO.match, "A National Insurance number has two letters, six digits and a letter from A to D."
    ),
    "pupil_number": (_UPN.match, "A unique pupil number has a letter, eleven digits and a letter or digit."),
    "identifier": (_OTHER.match, "An identifier has 4 to 40 letters and digits."),
}  # fmt: skip
COLUMNS = tuple(FORMS)
LIKE_IDENTIFIERS = frozenset(
    {*COLUMNS, "nhs", "nhs_no", "nino", "ni_number", "ni_no", "national_insurance", "national_insurance_no", "upn",
     "unique_pupil_number", "passport", "passport_number", "date_of_birth", "dob", "first_name", "forename", "surname",
     "last_name", "full_name", "email", "phone", "telephone", "postcode", "address"}
)  # fmt: skip
"""Names of columns that hold what identifies a person. A file with one of them is refused before it is kept."""


def digest(key: str, kind: str, text: str) -> str:
    """The keyed hash (HMAC with SHA-256, in hexadecimal) of an identifier of the kind, however it is written.

    Raises `BadIdentifier`.
    """
    fits, form = FORMS[kind]
    plain = _BETWEEN.sub("", text).upper()
    if not fits(plain):
        raise BadIdentifier(form)
    return hmac.new(key.encode(), f"{kind}:{plain}".encode(), hashlib.sha256).hexdigest()
