"""What in a text would say who somebody is. A voice is kept without it: people speak more freely, and are safer."""

from accounts.domain import personal_data

KINDS = (*personal_data.ALWAYS, personal_data.NAME)


def identifying(text: str) -> tuple[str, ...]:
    """The kinds of mark that the text holds, in words; empty when none was recognised.

    Names without a title cannot be recognised: whoever writes the text down has to leave them out.
    """
    return personal_data.found(text, KINDS)


def problem(text: str) -> str:
    """Why the text cannot be kept, and what to do, as a sentence; empty when it can."""
    found = identifying(text)
    if not found:
        return ""
    listed = personal_data.listed(found)
    return f"The text seems to hold {listed}. Take out whatever says who somebody is, and keep what was said."
