"""Roles that one person may not hold together in a programme, because one checks or pays what the other does."""

AGAINST = {
    frozenset({"agent", "verifier"}): "who delivers cannot check what is claimed for it",
    frozenset({"agent", "principal"}): "who delivers cannot pay for it",
}


def against(role: str, held: frozenset[str]) -> str:
    """Why the role may not be added to those held; empty where it may."""
    return next((why for other in sorted(held) if (why := AGAINST.get(frozenset({role, other}), ""))), "")
