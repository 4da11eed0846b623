"""What is on the horizon, with what was said of it since."""

import dataclasses
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from stages.models import HorizonAnswer, HorizonEntry, Programme


@dataclasses.dataclass(frozen=True)
class Item:
    """An item of the log: when it is expected, as last said, and whether it is to be asked of now."""

    entry: HorizonEntry
    due_on: date
    answers: list[HorizonAnswer]
    as_of: date

    @property
    def settled(self) -> HorizonAnswer | None:
        """The answer that ends the matter: yes or no."""
        return next((one for one in self.answers if one.answer != HorizonAnswer.Answer.NOT_YET), None)

    @property
    def is_due(self) -> bool:
        return self.settled is None and self.due_on <= self.as_of


def entries(programme: Programme, text: str = "", kind: str = "") -> QuerySet[Any]:
    """The log as asked for, soonest first, each entry with its answers."""
    found = HorizonEntry.objects.filter(programme=programme)
    for word in text.split():
        found = found.filter(Q(item__icontains=word) | Q(effect__icontains=word) | Q(outcome__icontains=word))
    if kind:
        found = found.filter(kind=kind)
    answers = HorizonAnswer.objects.select_related("answered_by", "finding").order_by("-pk")
    dated = found.dated().select_related("added_by").prefetch_related(Prefetch("answers", answers, to_attr="told"))
    return dated.order_by("due_on", "pk")


def item(entry: Any, as_of: date) -> Item:
    """An entry of `entries`, with what that reads beside it, as the page shows it."""
    return Item(entry, entry.due_on, entry.told, as_of)


def entry(programme: Programme, entry_id: int) -> Any:
    """One entry, as `entries` gives it; the page does not exist otherwise."""
    found = entries(programme).select_related("programme").filter(pk=entry_id).first()
    if found is None:
        raise Http404("No such item")
    return found


def to_ask(programmes: list[int], as_of: date) -> QuerySet[Any]:
    """What has come due in the programmes, and nobody has said whether it happened."""
    return HorizonEntry.objects.to_ask(as_of).filter(programme__in=programmes).select_related("programme")
