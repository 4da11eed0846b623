"""Why a contract action was not carried out. Every message is safe to show and says what to do."""

from collections.abc import Sequence

from accounts.errors import Refused
from contracts.domain.problems import Problem


class VersionRefused(Refused):
    """The contract version is not in the state that the action needs."""


class NoLongerDraft(VersionRefused):
    """Only a draft can be changed."""


class AlreadyAgreed(VersionRefused):
    """Each party agrees a proposal once."""


class TermsChanged(VersionRefused):
    """The terms are no longer those that the person read."""


class BadTerms(VersionRefused):
    """The terms have problems. `problems` holds all of them, each with its place and its cure."""

    def __init__(self, intro: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join([intro, *(str(problem) for problem in problems)]))
