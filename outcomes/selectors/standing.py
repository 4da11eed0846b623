"""Parts of queries that are written as SQL: which claims count, by their latest states.

A claim counts unless its latest state is that it failed verification, or that its agent withdrew it.
"""

from outcomes.models import ClaimState

FALLEN = ", ".join(f"'{state}'" for state in ClaimState.FALLEN)


def condition(claim: str) -> str:
    """True of a claim that counts. `claim` is the column with its key, as `h.id`."""
    return f"NOT EXISTS (SELECT FROM outcomes_currentstate s WHERE s.claim_id = {claim} AND s.state IN ({FALLEN}))"


def fallen(programmes: str) -> str:
    """The keys of the claims of some programmes that do not count. `programmes` is what the programme is compared with,
    as `= %(programme)s`."""
    return f"SELECT claim_id FROM outcomes_currentstate WHERE programme_id {programmes} AND state IN ({FALLEN})"  # noqa: S608 - constants
