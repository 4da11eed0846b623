"""The stakeholders of one or many programmes with their latest scores, in one query more than there are tables."""

import dataclasses
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from stages.domain import alerts, salience
from stages.models import Stakeholder, StakeholderScore


@dataclasses.dataclass(frozen=True)
class Standing:
    """A stakeholder with the class that the latest score gives, and the class before it."""

    stakeholder: Stakeholder
    latest: salience.Salience | None
    before: salience.Salience | None
    scored_at: datetime | None

    @property
    def is_pressing(self) -> bool:
        """Legitimate and urgent, with power or without."""
        return self.latest in alerts.PRESSING


def standings(programmes: Collection[int]) -> list[Standing]:
    """Everybody who is a stakeholder of the programmes still, by name."""
    present = Stakeholder.objects.present().filter(programme__in=programmes).select_related("programme")
    found = list(present.order_by("programme_id", "name"))
    scores: dict[int, list[StakeholderScore]] = defaultdict(list)
    for score in StakeholderScore.objects.filter(stakeholder__in=found).order_by("-scored_at", "-pk"):
        scores[score.stakeholder_id].append(score)
    return [_standing(one, scores[one.pk]) for one in found]


def _standing(stakeholder: Stakeholder, scores: list[StakeholderScore]) -> Standing:
    classes = [salience.classify(one.power, one.legitimacy, one.urgency) for one in scores[:2]]
    return Standing(
        stakeholder,
        classes[0] if classes else None,
        classes[1] if len(classes) > 1 else None,
        scores[0].scored_at if scores else None,
    )


def pressing(programmes: Collection[int]) -> list[Stakeholder]:
    """Those who hold legitimacy and urgency."""
    return [one.stakeholder for one in standings(programmes) if one.is_pressing]
