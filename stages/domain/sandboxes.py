"""Sandboxes: how they are named."""

from collections.abc import Collection

SANDBOX = "sandbox-"
"""What the slug of every sandbox begins with, and that of no other programme."""
INVENTED = "TEST-"
"""What the reference of every participant in a sandbox begins with.

Comparing references with those of real people would tell whoever has a role in the sandbox alone who is real, and would
let in whoever is not known yet.
"""
LONGEST_SLUG, LONGEST_NAME = 80, 200


def slug(of: str, taken: Collection[str]) -> str:
    """The address of the next sandbox of the programme of this slug."""
    first = f"{SANDBOX}{of}"[: LONGEST_SLUG - 5]
    number = 1
    while (found := first if number == 1 else f"{first}-{number}") in taken:
        number += 1
    return found


def name(of: str) -> str:
    """The name of a sandbox, which says what it is wherever it is shown."""
    return f"Sandbox of {of}"[:LONGEST_NAME]
