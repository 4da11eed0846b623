"""Whom a notice of an event reaches."""

from collections import defaultdict
from collections.abc import Iterable

from notifications.actions.notices import News
from notifications.domain import kinds, words
from notifications.models import Event
from stages.models import Membership, Programme


def news(events: Iterable[Event]) -> list[News]:
    """What each person is told: of several events of one kind in one programme, that there were several.

    Whoever did it themself is not told, unless they wait for its end, nor is the account of a token.
    """
    found = [event for event in events if event.kind in kinds.BY_CODE]
    names = dict(Programme.objects.filter(slug__in={one.programme for one in found}).values_list("slug", "name"))
    held: dict[str, list[tuple[int, str, int | None]]] = defaultdict(list)
    people = Membership.objects.filter(programme__slug__in=names, user__is_active=True, user__is_machine=False)
    for slug, user, role, organisation in people.values_list("programme__slug", "user", "role", "organisation"):
        held[slug].append((user, role, organisation))
    heard: dict[tuple[int, str, str], list[Event]] = defaultdict(list)
    for event in found:
        for user in _reached(event, held[event.programme]):
            heard[user, event.kind, event.programme].append(event)
    return [_news(user, told, names[slug]) for (user, _kind, slug), told in heard.items()]


def _reached(event: Event, held: Iterable[tuple[int, str, int | None]]) -> set[int]:
    kind = kinds.BY_CODE[event.kind]
    return {
        user
        for user, role, organisation in held
        if role in kind.told
        and (kind.awaited or user != event.by_id)
        and (role != "agent" or not event.organisations or organisation in event.organisations)
    }


def _news(user: int, told: list[Event], programme: str) -> News:
    first, kind = told[0], told[0].kind
    if len(told) == 1:
        said, path, key = words.one(kind, first.data), first.path, first.uid
    else:
        said, path, key = words.many(kind, len(told)), first.list_path, f"{first.uid} and {len(told) - 1} more"
    return News(user, kind, key, said, f"{said}, {programme}", programme, path)
