"""Who may do what with statements, payments and simulations. Rows of single people: `delivery.models.row_access`."""

import dataclasses
from collections.abc import Collection, Mapping

from django.db.models import Q

from accounts.errors import Forbidden
from accounts.models import Organisation, Role, User
from accounts.permissions import require_second_factor
from outcomes.models import ClaimState, ItemDecision, Submission, VerificationPlan
from payments.models import LedgerEntry, PaymentRun, Statement, StatementEvent
from stages import permissions
from stages.models import Membership, Programme

PAYERS = frozenset({Role.COMMISSIONER, Role.PRINCIPAL})
RULES: permissions.Rules = {
    "statement.view": permissions.EVERYBODY,
    "statement.price": PAYERS,
    "statement.propose": PAYERS,
    "statement.accept": frozenset({Role.AGENT}),
    "statement.query": PAYERS | {Role.VERIFIER, Role.AGENT},
    "statement.answer": PAYERS | {Role.AGENT},
    "statement.approve": frozenset({Role.PRINCIPAL}),
    "recovery.apply": frozenset({Role.PRINCIPAL}),
    "sign_offs.view": permissions.EVERYBODY,
    "sign_offs.set": frozenset({Role.COMMISSIONER}),
    "bank.view": PAYERS | {Role.AGENT},
    "bank.enter": PAYERS | {Role.AGENT},
    "bank.decide": PAYERS,
    "payment.view": PAYERS,
    "payment.make": PAYERS,
    "payment.release": frozenset({Role.PRINCIPAL}),
    "payment.answer": PAYERS,
    "forecast.view": frozenset({Role.COMMISSIONER, Role.PRINCIPAL, Role.VERIFIER, Role.ADMINISTRATOR, Role.AGENT}),
    "simulation.view": permissions.EVERYBODY,
    "simulation.run": permissions.COMMISSIONERS | {Role.EXPERT_BODY, Role.PRINCIPAL, Role.AGENT, Role.ANALYST},
}
WITH_SECOND_FACTOR = frozenset({"statement.approve", "payment.release", "bank.decide"})
JUDGED = (ClaimState.State.VERIFIED, ClaimState.State.FAILED)


def can(user: User, action: str, programme: Programme) -> bool:
    return permissions.allowed(RULES, user, action, programme)


def require(user: User, action: str, programme: Programme) -> None:
    """Raise `Forbidden` unless the person's role allows it, and, where money hangs on it, they have a second factor."""
    permissions.require_allowed(RULES, user, action, programme)
    if action in WITH_SECOND_FACTOR:
        require_second_factor(user)


def part_in(user: User, statement: Statement) -> str:
    """Why the person may not approve or pay what is on the statement (segregation of duties); empty if they may.

    The database refuses the same; this is the sentence for it.
    """
    return parts_in(user, [statement]).get(statement.pk, "")


def parts_in(user: User, found: Collection[Statement]) -> dict[int, str]:
    """Why the person may not approve or pay what is on them, by statement; those that they may are not in it."""
    if not found:
        return {}
    agents = {one.agent_id for one in found}
    held = Membership.objects.filter(user=user, organisation__in=agents).select_related("organisation")
    belongs = {one.organisation_id: str(one.organisation) for one in held.order_by("pk")}
    files = Submission.objects.filter(
        submitted_by=user, programme__in={one.programme_id for one in found}, agent__in=agents
    )
    sent = set(files.values_list("programme", "agent").order_by().distinct())
    judged = ClaimState.objects.filter(changed_by=user, state__in=JUDGED).values("claim")
    entries = LedgerEntry.objects.filter(statement__in=[one.pk for one in found], claim__in=judged)
    checked = set(entries.values_list("statement", flat=True).order_by().distinct())
    told = {}
    for one in found:
        if organisation := belongs.get(one.agent_id):
            told[one.pk] = (
                f"You act for {organisation} or belong to it, so somebody else of the principal must do this."
            )
        elif (one.programme_id, one.agent_id) in sent:
            told[one.pk] = f"You have sent files for {one.agent}, so somebody else of the principal must do this."
        elif one.pk in checked:
            told[one.pk] = "You verified claims on this statement, so somebody else of the principal must do this."
    return told


def require_no_part_in(user: User, statement: Statement) -> None:
    if sentence := part_in(user, statement):
        raise Forbidden(sentence)


def checked_for(user: User, plan: VerificationPlan) -> bool:
    """Whether the person decided on a claim for the plan, so that somebody else has to act on what it shows."""
    return ItemDecision.objects.filter(item__plan=plan, decided_by=user).exists()


def may_sign(user: User, statement: Statement) -> bool:
    return can(user, "statement.approve", statement.programme) and not part_in(user, statement)


def is_a_party(user: User, statement: Statement) -> bool:
    """An agent's people act on the statements of their own organisation only."""
    return user.is_system or Statement.objects.visible_to(user).filter(pk=statement.pk).exists()


def require_party(user: User, action: str, statement: Statement) -> None:
    require(user, action, statement.programme)
    if not is_a_party(user, statement):
        raise Forbidden("This statement belongs to another agent.")


@dataclasses.dataclass(frozen=True)
class Held:
    """What a person is in programmes, read once and asked of many statements."""

    user: User
    roles: Mapping[int, frozenset[Role]]
    agencies: frozenset[tuple[int, int | None]]

    def can(self, action: str, programme: int) -> bool:
        """As `can`, for a programme by its key."""
        if self.user.is_system:
            return action in RULES
        return bool(RULES.get(action, frozenset()) & self.roles.get(programme, frozenset()))

    def may_accept(self, statement: Statement) -> bool:
        """The agent's own people; a person who also sees the whole programme for another role does not speak for it."""
        return self.user.is_system or (statement.programme_id, statement.agent_id) in self.agencies


def held(user: User, programmes: Collection[int]) -> Held:
    """What the person is in these programmes."""
    roles: dict[int, set[Role]] = {}
    agencies = set()
    found = Membership.objects.filter(user=user, programme__in=programmes)
    for programme, role, organisation in found.values_list("programme", "role", "organisation"):
        roles.setdefault(programme, set()).add(Role(role))
        if role == Role.AGENT:
            agencies.add((programme, organisation))
    return Held(user, {programme: frozenset(own) for programme, own in roles.items()}, frozenset(agencies))


def may_accept(user: User, statement: Statement) -> bool:
    """Whether the person speaks for the agent of the statement."""
    return held(user, [statement.programme_id]).may_accept(statement)


def accounts_seen_by(user: User, programme: Programme) -> Q:
    """Which bank details the person may see, as a condition on them: what `may_see_account_of` says of all at once."""
    if user.is_system or permissions.roles(user, programme) & PAYERS:
        return Q()
    held = Membership.objects.filter(user=user, programme=programme, role=Role.AGENT)
    return Q(organisation__in=held.values("organisation"))


def may_see_account_of(user: User, programme: Programme, organisation: Organisation) -> bool:
    """Those who pay see every account of the programme; an agent's people those of their own organisation."""
    if user.is_system or permissions.roles(user, programme) & PAYERS:
        return True
    held = Membership.objects.filter(user=user, programme=programme, organisation=organisation, role=Role.AGENT)
    return held.exists()


def part_in_run(user: User, run: PaymentRun) -> str:
    """Why the person may not release a run; empty if they may. The database refuses the same, but for the payer."""
    if user.is_system:
        return ""
    acts_for = Membership.objects.filter(
        user=user, programme=run.programme, organisation=run.payer, role=Role.PRINCIPAL
    )
    if not acts_for.exists():
        return f"Only people of {run.payer} release its payments."
    own = Statement.objects.filter(pk__in=run.items.values("statement"))
    signed = StatementEvent.objects.filter(statement__in=own, kind=StatementEvent.Kind.SIGNED, by=user)
    if signed.exists():
        return "You signed off a statement that is paid in this run, so somebody else must release it."
    agents = Organisation.objects.filter(pk__in=run.items.values("agent"))
    if Membership.objects.filter(user=user, organisation__in=agents).exists():
        return "You belong to an agent that is paid in this run, so somebody else must release it."
    return next(iter(parts_in(user, own.select_related("agent")).values()), "")
