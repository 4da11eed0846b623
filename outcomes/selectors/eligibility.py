"""Who can achieve an outcome, as a condition of statements over rows."""


def can_achieve(attributes: str) -> str:
    """The condition that outcome definition `o` counts for a participant whose `attributes` are this expression."""
    return f"""
        (o.particulars -> 'eligible' IS NULL OR NOT EXISTS (
            SELECT FROM jsonb_each(o.particulars -> 'eligible' -> 'rule') AS rule (attribute, allowed)
             WHERE NOT rule.allowed ? coalesce({attributes} ->> rule.attribute, '')))
    """
