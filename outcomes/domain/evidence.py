"""Evidence as people read it."""


def kind_words(kind: str) -> str:
    """A kind of evidence: employer_letter → Employer letter."""
    return kind.replace("_", " ").capitalize()


def named(kind: str, reference: str) -> str:
    """What evidence was named: its kind and where it is kept; empty where nothing was."""
    return ", ".join(filter(None, (kind_words(kind), reference)))
