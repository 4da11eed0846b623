"""What is told of findings, and of the visits that they caused, to people who may not see single records.

Which figures are small is known to the apps above: the project names the function that decides in
settings.FINDING_WORDS. It is given findings and the person (None: anybody at all), and returns them with the words,
the evidence and the severity that the person may read; `withheld` says that nothing of it may be told.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User
from stages.models import Finding, StageVisit

Decide = Callable[[list[Finding], User | None, bool], list[Finding]]


def findings(found: Iterable[Finding], viewer: User | None, *, whole: bool = False) -> list[Finding]:
    """The findings as the viewer may read them, in the same order; with their evidence if `whole`. Not to be saved."""
    listed = list(found)
    decide: Decide = import_string(settings.FINDING_WORDS)
    return decide(listed, viewer, whole) if listed else []


def finding(one: Finding, viewer: User | None) -> Finding:
    """One finding as the viewer may read it."""
    return findings([one], viewer, whole=True)[0]


def visits(found: Iterable[StageVisit], viewer: User | None) -> list[StageVisit]:
    """The visits, without the reason of those that a finding caused of which the viewer may not read."""
    listed = list(found)
    causes = {visit.finding_id: visit.finding for visit in listed if visit.finding}
    told = {one.pk: one for one in findings([one for one in causes.values() if one], viewer)}
    for visit in listed:
        if visit.finding_id in told:
            visit.finding = told[visit.finding_id]
            if visit.finding.withheld:
                visit.because = str(visit.finding)
    return listed
