"""What the page for starting a programme offers and begins with."""

from typing import Any

from knowledge.selectors import templates


def choices() -> list[tuple[str, str]]:
    """The real schemes that a programme can begin with, by code."""
    return [(template.code, template.name) for template in templates.every()]


def initial(code: str) -> dict[str, Any]:
    """How the form begins when a scheme was chosen before it was opened."""
    found = next((template for template in templates.every() if template.code == code), None)
    if found is None:
        return {}
    return {"start": "template", "template": code, "summary": found.summary, "sector": found.sector}
