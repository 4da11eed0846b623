from typing import Any

from stages.models import Programme, Purpose


def of_programme(programme: Programme) -> Purpose | None:
    """What is written of the programme's purpose, if anything is."""
    return Purpose.objects.filter(programme=programme).select_related("changed_by").first()


def values(written: Purpose | None) -> dict[str, Any]:
    """The parts of the purpose as a form begins with them."""
    names = ("aim", "why_pbr")
    return {name: getattr(written, name) for name in names} if written else {}
