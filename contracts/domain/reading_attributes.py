"""Whom a rule takes, by attributes: read from a contract document in the language of segments."""

from contracts.domain.problems import NO_TEXT, Reader


def attribute_rule(reader: Reader) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Attribute to the values that belong; a rule that names an attribute names at least one value."""
    inner = reader.inner("rule")
    found: list[tuple[str, tuple[str, ...]]] = []
    for name in inner.value:
        values = inner.array(name, required=True)
        plain = all(isinstance(value, str) and value.strip() and not NO_TEXT.search(value) for value in values)
        if not plain or NO_TEXT.search(name):
            inner.note(name, "not_text", 'Write each value as text, for example ["18-24"].')
        else:
            found.append((name, tuple(dict.fromkeys(values))))
    return tuple(sorted(found))
