"""When a mail service has refused an address for good, and when mails to it are held.

A mail server refuses with a number from 500 (RFC 5321) and mostly says why in a second one (RFC 3463). What it says
of its rules (5.7) is about who sends: the administrator mends that, and the mails go out after all.
"""

from collections.abc import Iterable, Mapping

IN_A_ROW = 3
"""So many mails that were refused one after another, and the others to that address are held."""
REFUSED = 550
ABOUT_THE_ADDRESS = "5.1."
ABOUT_RULES = "5.7."


def by_server(code: int, said: str) -> bool:
    """Whether a mail server refuses a recipient for good, by its answer to their address."""
    if said.startswith(ABOUT_RULES):
        return False
    return code >= REFUSED or said.startswith(ABOUT_THE_ADDRESS)


def by_notify(status: int, errors: Iterable[Mapping[str, str]]) -> bool:
    """Whether GOV.UK Notify finds fault with the address itself; what else it finds is no fault of the reader's."""
    return status == 400 and any(str(one.get("message", "")).startswith("email_address") for one in errors)
