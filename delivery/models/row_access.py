"""Who may see records about single people: rows of participants, of files and of claims."""

from django.db.models import Exists, OuterRef, Q

from accounts.models import Role, User

WHOLE_PROGRAMME = (Role.COMMISSIONER, Role.PRINCIPAL, Role.VERIFIER, Role.ADMINISTRATOR)


def own_rows(user: User) -> Exists:
    """The rows of the organisations for which the person is an agent, of a table with `programme` and `agent`."""
    return Exists(
        user.memberships.filter(role=Role.AGENT, programme=OuterRef("programme"), organisation=OuterRef("agent"))
    )


def rows_visible_to(user: User) -> Q:
    """A condition on a table with `programme` and `agent`.

    Commissioner, principal, verifier and administrator see every row of their programmes; an agent's people see the
    rows of their own organisation; everybody else sees aggregates only, on other pages.
    """
    whole = user.memberships.filter(role__in=WHOLE_PROGRAMME).values("programme")
    return Q(programme__in=whole) | Q(own_rows(user))


def records_visible_to(user: User) -> Q:
    """A condition on a table with `programme` and `agent` that holds records about organisations and staff.

    An agent's people see the records of their own organisation; every other member sees those of all agents.
    """
    whole = user.memberships.exclude(role=Role.AGENT).values("programme")
    return Q(programme__in=whole) | Q(own_rows(user))
