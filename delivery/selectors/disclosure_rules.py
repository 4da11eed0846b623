"""How small counts of a programme are protected, outcome by outcome."""

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from contracts.models import OutcomeDefinition
from delivery.domain.suppression import Rule
from delivery.models import DisclosureRule
from stages.models import Programme

EVERY_OTHER = ""


@dataclasses.dataclass(frozen=True)
class Rules:
    """The rules in force. `version` changes with every rule that is set."""

    version: tuple[int, int]
    other: Rule
    by_outcome: Mapping[str, Rule]
    names: Mapping[str, str]

    def of(self, outcome: str) -> Rule:
        return self.by_outcome.get(outcome, self.other)

    @property
    def words(self) -> tuple[str, ...]:
        """The rules in sentences, those of single outcomes with their names."""
        own = (f"{self.names.get(code, code)}: {rule.words}" for code, rule in sorted(self.by_outcome.items()))
        return (self.other.words, *own)


def standing(programme: Programme) -> list[DisclosureRule]:
    """The last rule for each outcome, that for every other outcome first."""
    found = DisclosureRule.objects.filter(programme=programme).select_related("set_by")
    return list(found.order_by("outcome", "-pk").distinct("outcome"))


def rules(programme: Programme) -> Rules:
    """Where no rule was set, counts below the programme's threshold are hidden and none are rounded."""
    return _rules(programme, standing(programme))


def of_programmes(programmes: Collection[Programme]) -> dict[int, Rules]:
    """The rules of many programmes, without the names of outcomes unless some have rules of their own."""
    found: dict[int, list[DisclosureRule]] = defaultdict(list)
    every = DisclosureRule.objects.filter(programme__in=programmes)
    for one in every.order_by("programme", "outcome", "-pk").distinct("programme", "outcome"):
        found[one.programme_id].append(one)
    return {programme.pk: _rules(programme, found[programme.pk]) for programme in programmes}


def _rules(programme: Programme, found: Sequence[DisclosureRule]) -> Rules:
    by_outcome = {one.outcome: one.rule for one in found}
    other = by_outcome.pop(EVERY_OTHER, Rule(programme.suppression_threshold))
    version = (max((one.pk for one in found), default=0), programme.suppression_threshold)
    return Rules(version, other, by_outcome, outcomes(programme) if by_outcome else {})


def outcomes(programme: Programme) -> dict[str, str]:
    """The names of the outcomes of all contract versions by their codes, as the latest version has them."""
    found = OutcomeDefinition.objects.filter(version__programme=programme).order_by("version__number", "position")
    return dict(found.values_list("code", "name"))


def rows(programme: Programme) -> list[tuple[str, DisclosureRule | None]]:
    """Each rule in force with the name of its outcome; that for every other outcome first, even where none was set."""
    found, names = {one.outcome: one for one in standing(programme)}, outcomes(programme)
    own = [(names.get(code, code), one) for code, one in found.items() if code]
    return [("Every other outcome" if own else "Every outcome", found.get(EVERY_OTHER)), *own]
