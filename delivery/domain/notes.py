"""What must not stand in a note of the log, which knows participants by their reference only."""

from accounts.domain import personal_data

KINDS = (*personal_data.ALWAYS, personal_data.POSTCODE)


def refusal(text: str) -> str:
    """A sentence that says what to take out; empty when nothing was recognised."""
    found = personal_data.found(text, KINDS)
    if not found:
        return ""
    listed = personal_data.listed(found)
    return f"The note seems to hold {listed}. Take it out: participants are known here by their reference only."
