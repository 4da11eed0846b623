"""What the keepers of data ask of whoever publishes counts from them. docs/disclosure.md names where each is from."""

from dataclasses import dataclass

from delivery.domain.suppression import Rule


@dataclass(frozen=True)
class Source:
    """Where records come from, and the least that the keeper asks."""

    code: str
    name: str
    rule: Rule


OWN = "own"
SOURCES: tuple[Source, ...] = (
    Source(OWN, "Records of the agents", Rule(5)),
    Source("hospital", "Hospital and emergency care (NHS)", Rule(8, 5)),
    Source("community", "Community and mental health services (NHS)", Rule(5, 1, hides_nought=True)),
    Source("defence", "Defence statistics", Rule(5, 5)),
    Source("longitudinal", "Longitudinal studies of the census (ONS)", Rule(10)),
    Source("other", "Another source", Rule(3)),
)
BY_CODE = {source.code: source for source in SOURCES}
CHOICES = [(source.code, source.name) for source in SOURCES]
GREATEST = 100


def problems(source: Source, rule: Rule) -> dict[str, str]:
    """What is wrong with a rule for data of this source, by field, and what to do: it may be stricter, never laxer."""
    found = {}
    least = source.rule
    if not least.threshold <= rule.threshold <= GREATEST:
        found["threshold"] = f"Enter a number from {least.threshold} to {GREATEST}: {source.name} asks for it."
    if not 1 <= rule.base <= GREATEST or rule.base % least.base:
        found["base"] = (
            f"Enter a multiple of {least.base}, up to {GREATEST}: {source.name} asks for it."
            if least.base > 1
            else f"Enter a number from 1 to {GREATEST}. 1 means that nothing is rounded."
        )
    if least.hides_nought and not rule.hides_nought:
        found["hides_nought"] = f"Hide nought too: {source.name} asks for it."
    return found
