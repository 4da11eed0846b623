"""The person who looks, with what they are to each programme: read once, asked often."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from accounts.models import Role, User
from delivery.models import row_access
from expertbody.models import Seat
from stages.models import Membership


@dataclasses.dataclass(frozen=True)
class Viewer:
    """`names` are those of the programmes by slug; `roles` and `acts_for` are by programme; `seated_in` are those whose
    Expert Body the person sits on."""

    user: User
    today: date
    names: Mapping[str, str]
    roles: Mapping[int, frozenset[Role]]
    acts_for: Mapping[tuple[int, Role], frozenset[int]]
    seated_in: frozenset[int]

    def programmes(self) -> list[int]:
        return sorted(self.roles)

    def where(self, *roles: Role) -> list[int]:
        """The programmes in which the person holds one of the roles."""
        wanted = frozenset(roles)
        return [programme for programme, held in self.roles.items() if held & wanted]

    def sees_own_only(self) -> list[int]:
        """The programmes of which the person sees their own organisation's figures only: they are an agent, no more."""
        return [programme for programme, held in self.roles.items() if held == {Role.AGENT}]

    def sees_rows(self) -> list[int]:
        """The programmes of which the person may see single rows, all of them or those of their own organisation."""
        return self.where(Role.AGENT, *row_access.WHOLE_PROGRAMME)

    def sees_whole(self) -> list[int]:
        return [programme for programme, held in self.roles.items() if held != {Role.AGENT}]

    def agencies(self, programmes: Iterable[int]) -> frozenset[int]:
        """The organisations for which the person is an agent in any of the programmes."""
        found = (self.acts_for.get((programme, Role.AGENT), frozenset()) for programme in programmes)
        return frozenset().union(*found)


def look(user: User, today: date, *, within: int | None = None) -> Viewer:
    """The viewer, in two queries. Sandboxes are no programmes of theirs, but for the one that they look at."""
    names: dict[str, str] = {}
    roles: dict[int, set[Role]] = defaultdict(set)
    acts_for: dict[tuple[int, Role], set[int]] = defaultdict(set)
    held = Membership.objects.filter(Q(programme__sandbox_of=None) | Q(programme=within), user=user)
    rows = held.values_list("programme", "programme__slug", "programme__name", "role", "organisation")
    for programme, slug, name, role, organisation in rows:
        names[slug] = name
        roles[programme].add(Role(role))
        if organisation is not None:
            acts_for[programme, Role(role)].add(organisation)
    seats = Seat.objects.held_on(today).filter(user=user).values_list("programme", flat=True)
    return Viewer(
        user,
        today,
        names,
        {programme: frozenset(held) for programme, held in roles.items()},
        {key: frozenset(held) for key, held in acts_for.items()},
        frozenset(seats) & frozenset(roles),
    )
