"""What a new draft begins with."""

import datetime
from typing import Any

from contracts.domain import templates
from contracts.models import ContractVersion
from contracts.selectors import terms
from knowledge.selectors import templates as schemes
from stages.models import Programme, SelectionDecision


def document(programme: Programme, today: datetime.date) -> dict[str, Any]:
    """The latest agreed version's terms; before there is one, the template's; without a template, only the parties."""
    latest = programme.contract_versions.agreed().order_by("-number").first()
    if latest is not None:
        return _after(latest, today)
    principals, agents = chosen(programme, 2)[:1], chosen(programme, 3)
    scheme = schemes.document(programme.template) if programme.template else None
    versions = (scheme or {}).get("contract", {}).get("versions", [])
    if versions:
        return templates.as_new(versions[-1], starts_on=today, principals=principals, agents=agents)
    return {
        "title": "First version",
        "effective_from": today.isoformat(),
        "principals": [{"organisation": code, "share": "1"} for code in principals],
        "agents": agents,
    }


def _after(latest: ContractVersion, today: datetime.date) -> dict[str, Any]:
    """The same terms from today, or from the day after the latest version began if that is later."""
    start = max(today, latest.effective_from + datetime.timedelta(days=1))
    found = {**terms.document(latest), "summary": "", "effective_from": start.isoformat()}
    for outcome in found["outcomes"]:  # what was new in the latest version is not new in the next
        outcome.pop("changes", None)
    if latest.effective_to is not None and latest.effective_to < start:
        found["effective_to"] = None
    return found


def chosen(programme: Programme, stage: int) -> list[str]:
    """The codes of the organisations chosen in stage 2 (the latest first) or stage 3 (in the order of the choices)."""
    decisions = SelectionDecision.objects.filter(programme=programme, stage=stage).order_by("decided_at", "pk")
    codes = list(dict.fromkeys(decisions.values_list("candidate__organisation__code", flat=True)))
    return codes[::-1] if stage == 2 else codes
