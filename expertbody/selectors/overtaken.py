"""Items of an agenda whose matter was decided elsewhere since it was put there."""

import dataclasses
from collections.abc import Collection, Iterable

from django.utils.timezone import localtime

from expertbody.models import AgendaItem, Decision
from expertbody.selectors import decidable
from stages.models import Programme

Key = tuple[str, int | None]


@dataclasses.dataclass(frozen=True)
class Settled:
    """How a matter was settled: by a decision of the body, or without one."""

    decision: Decision | None

    @property
    def sentence(self) -> str:
        """What happened, and what the members do now."""
        if self.decision is None:
            return (
                "This matter does not wait for a decision any more. Nothing is left to vote on; go on to the next item."
            )
        on = localtime(self.decision.decided_at)
        return (
            f"This matter was decided since: decision {self.decision.number} of {on.day} {on:%B %Y}. "
            "Nothing is left to vote on; go on to the next item."
        )


def since(programme: Programme, items: Iterable[AgendaItem]) -> dict[int, Settled]:
    """The items whose matter does not wait any more, by their key; in as many queries as there are kinds of matter."""
    about: dict[int, Key] = {one.pk: (one.subject_kind, one.subject_id) for one in items if one.is_decidable}
    waiting = {
        (kind, record.pk)
        for kind in {kind for kind, _subject in about.values()} & set(decidable.table())
        for record in decidable.records_waiting(kind, programme)
    }
    gone = {item: key for item, key in about.items() if key not in waiting}
    decided = _decided(programme, gone.values()) if gone else {}
    return {item: Settled(decided.get(key)) for item, key in gone.items()}


def _decided(programme: Programme, matters: Collection[Key]) -> dict[Key, Decision]:
    """The latest decision on each of the matters."""
    found = programme.decisions.filter(subject_id__in=[subject for _kind, subject in matters]).order_by("number")
    return {(one.subject_kind, one.subject_id): one for one in found}
