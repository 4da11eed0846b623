"""Who must sign a statement off, who has, and the history of the rule."""

import dataclasses
from collections.abc import Collection
from decimal import Decimal

from accounts.models import User
from govuk import formats
from payments.domain import sign_offs
from payments.domain.sign_offs import Bands
from payments.models import SignOffRule, StatementEvent
from stages.models import Programme


def bands_of(programme: Programme) -> Bands:
    """The bands in force: the latest that were set, or the default."""
    latest = SignOffRule.objects.filter(programme=programme).order_by("-pk").values_list("bands", flat=True).first()
    return sign_offs.from_documents(latest) if latest else sign_offs.DEFAULT


def bands_of_each(programmes: Collection[int]) -> dict[int, Bands]:
    """The bands in force, by programme."""
    rules = SignOffRule.objects.filter(programme__in=programmes).order_by("programme", "-pk").distinct("programme")
    latest = dict(rules.values_list("programme", "bands"))
    return {one: sign_offs.from_documents(latest[one]) if one in latest else sign_offs.DEFAULT for one in programmes}


def history(programme: Programme) -> list[tuple[SignOffRule, list[str]]]:
    """Every rule that was set, the latest first, each in words."""
    rules = SignOffRule.objects.filter(programme=programme).select_related("set_by").order_by("-pk")
    return [(rule, in_words(sign_offs.from_documents(rule.bands))) for rule in rules]


def in_words(bands: Bands) -> list[str]:
    """Each band as a line, such as “Up to £50,000.00: one person”."""
    words = []
    before: Decimal | None = None
    for band in bands:
        if band.up_to is not None:
            amounts = f"Up to {formats.money(band.up_to)}"
        else:
            amounts = "Every amount" if before is None else f"Above {formats.money(before)}"
        words.append(f"{amounts}: {people(band.people)}")
        before = band.up_to
    return words


def people(number: int) -> str:
    return "one person" if number == 1 else f"{number} different people"


@dataclasses.dataclass(frozen=True)
class SignOffs:
    """The people who must sign the present proposal, and the sign-offs that it has."""

    needed: int
    given: list[StatementEvent]

    @property
    def missing(self) -> int:
        return max(self.needed - len(self.given), 0)

    def has(self, user: User) -> bool:
        return any(one.by_id == user.pk for one in self.given)


def upon(proposal: StatementEvent | None, programme: Programme, total: Decimal) -> SignOffs:
    """The sign-offs of a proposal of this total."""
    given = (
        list(proposal.followed_by.filter(kind=StatementEvent.Kind.SIGNED).select_related("by").order_by("pk"))
        if proposal
        else []
    )
    return SignOffs(sign_offs.needed(bands_of(programme), total), given)
