"""What the page for starting a programme offers and begins with."""

from typing import Any

from knowledge.selectors import templates


def choices() -> list[tuple[str, str]]:
    """The real schemes that a programme can begin with, by code."""
    return [
        (one.code, " · ".join(filter(None, [f"{one.sector}: {one.name}" if one.sector else one.name, one.years])))
        for one in templates.every()
    ]


def initial(code: str) -> dict[str, Any]:
    """How the form begins when a scheme was chosen before it was opened."""
    found = next((template for template in templates.every() if template.code == code), None)
    if found is None:
        return {}
    return {"start": "template", "template": code, "summary": found.summary, "sector": found.sector}
