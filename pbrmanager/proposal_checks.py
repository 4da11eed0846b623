"""What the apps above `contracts` know that stands against a contract version, as dotted paths to functions.

A function takes a Programme and the Terms of the version, and returns what keeps it from being proposed and from
coming into force: `Problem`s of contracts.domain.problems, each with its place, its figures and its cure. `contracts`
loads the table through settings.PROPOSAL_CHECKS.
"""

PROPOSAL_CHECKS: tuple[str, ...] = (
    "payments.selectors.stated.problems",
    "monitoring.selectors.comparator_judging.problems",
)
