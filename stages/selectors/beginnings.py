"""What the page for starting a programme offers and begins with."""

from typing import Any

from accounts.models import User
from knowledge.selectors import templates
from stages.selectors import programme_starts


def choices() -> list[tuple[str, str]]:
    """The real schemes that a programme can begin with, by code."""
    return [
        (one.code, " · ".join(filter(None, [f"{one.sector}: {one.name}" if one.sector else one.name, one.years])))
        for one in templates.every()
    ]


def initial(user: User, chosen: dict[str, str]) -> dict[str, Any]:
    """How the form begins when something was chosen before it was opened; `chosen` is what the address says."""
    code = chosen.get("template", "")
    found = next((template for template in templates.every() if template.code == code), None)
    if found is None:
        return programme_starts.initial(user, chosen)
    return {"start": "template", "template": code, "summary": found.summary, "sector": found.sector}
