"""The needs behind the outcomes in a pack: which stakeholder needs which outcome."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from contracts.actions import needs
from contracts.models import OutcomeNeed
from stages.actions import pack_people
from stages.actions.pack_errors import PackError
from stages.models import Programme, Stakeholder


def load(programme: Programme, rows: Iterable[Mapping[str, Any]], path: str, by: User, at: datetime) -> None:
    """Trace each outcome to the stakeholders that the rows name."""
    found: dict[str, list[Stakeholder]] = defaultdict(list)
    said: dict[str, tuple[User, datetime]] = {}
    for index, row in enumerate(rows):
        one = programme.stakeholders.filter(name=row["stakeholder"]).first()
        if one is None:
            raise PackError(
                f"{path}/{index}/stakeholder",
                f"There is no stakeholder “{row['stakeholder']}”.",
                "Add it to the stakeholders of the records of stage 1.",
            )
        found[row["outcome"]].append(one)
        moment = datetime.fromisoformat(row["at"]) if row.get("at") else at
        said[row["outcome"]] = (pack_people.person(row.get("by"), by, f"{path}/{index}/by"), moment)
    for outcome, stakeholders in found.items():
        person, moment = said[outcome]
        needs.write(programme=programme, outcome=outcome, to=stakeholders, by=person, at=moment)


def export(programme: Programme) -> list[dict[str, Any]]:
    """The rows, as `load` reads them."""
    links = OutcomeNeed.objects.filter(programme=programme).select_related("stakeholder", "traced_by")
    return [
        {
            "outcome": link.outcome,
            "stakeholder": link.stakeholder.name,
            "by": link.traced_by.email,
            "at": link.traced_at.isoformat(),
        }
        for link in links.order_by("outcome", "stakeholder__name")
    ]
