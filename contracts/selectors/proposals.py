"""What keeps a draft from being proposed, besides what its own document shows: the programme around it."""

import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from contracts.domain import conflicts, unreachable
from contracts.domain import terms as domain
from contracts.domain.problems import Problem
from contracts.models import ContractVersion
from contracts.selectors import terms, versions


def problems(version: ContractVersion) -> list[Problem]:
    """Everything that must be put right before the draft can be proposed."""
    read, found = _read(version)
    return [*_of_terms(version, read, found), *_stated(version, read)]


def problems_of_terms(version: ContractVersion) -> list[Problem]:
    """What the draft itself shows to everybody: it is not whole, does not fit, or contradicts itself."""
    return _of_terms(version, *_read(version))


def formal_problems(version: ContractVersion) -> list[Problem]:
    """What a version must hold even where a pack tells that it was agreed: it is whole, fits the programme, and has no
    period outside the contract.
    """
    return _formal(version, *_read(version))


def stated_problems(version: ContractVersion) -> list[Problem]:
    """What the apps above know that stands against the version. It tells figures of agents."""
    return _stated(version, _read(version)[0])


def _of_terms(version: ContractVersion, read: domain.Terms | None, found: list[Problem]) -> list[Problem]:
    return [*_formal(version, read, found), *_conflicts(version, read)]


def _formal(version: ContractVersion, read: domain.Terms | None, found: list[Problem]) -> list[Problem]:
    if read is None:
        return found
    outside = unreachable.periods_before(read, _first_day(version))
    return [*found, *sequence_problems(version), *period_problems(version), *outside]


def _stated(version: ContractVersion, read: domain.Terms | None) -> list[Problem]:
    checks = [import_string(path) for path in import_string(settings.PROPOSAL_CHECKS)] if read else []
    return [problem for check in checks for problem in check(version.programme, read)]


def _conflicts(version: ContractVersion, read: domain.Terms | None) -> list[Problem]:
    """Clauses of the draft that contradict each other, beside what the earlier versions paid for."""
    earlier = [terms.of(one) for one in versions.all_agreed(version.programme) if one.number < version.number]
    return conflicts.found(read, earlier) if read else []


def _first_day(version: ContractVersion) -> datetime.date:
    """The first day of the contract: that of its first version."""
    agreed = version.programme.contract_versions.agreed().order_by("effective_from")
    first = agreed.values_list("effective_from", flat=True).first()
    return version.effective_from if first is None else min(first, version.effective_from)


def _read(version: ContractVersion) -> tuple[domain.Terms | None, list[Problem]]:
    """The terms of the draft with what they still lack; no terms where they can no longer be read."""
    try:
        return terms.draft(version)
    except domain.TermsError as error:
        return None, list(error.problems)


def sequence_problems(version: ContractVersion) -> list[Problem]:
    """A version takes effect after every version that is agreed."""
    last = version.programme.contract_versions.agreed().exclude(pk=version.pk).order_by("-effective_from").first()
    if last is None or version.effective_from > last.effective_from:
        return []
    message = (
        f"Version {last.number} takes effect on {last.effective_from:%d/%m/%Y}. Start this version on a later day."
    )
    return [Problem("effective_from", "dates_out_of_order", message)]


def period_problems(version: ContractVersion) -> list[Problem]:
    """Periods that were opened keep their dates: a version repeats them, leaves them out, or adds others."""
    found: list[Problem] = []
    opened = list(version.programme.periods.all())
    for index, period in enumerate(domain.parse_draft(terms.document(version))[0].periods):
        place = f"periods[{index}]"
        for other in opened:
            same_code = other.code == period.code
            same_days = (other.starts_on, other.ends_on) == (period.starts_on, period.ends_on)
            if same_code and not same_days:
                message = (
                    f"Period “{other.code}” is open with the dates {other.starts_on:%d/%m/%Y} to "
                    f"{other.ends_on:%d/%m/%Y}. Keep those dates, or use another code."
                )
                found.append(Problem(place, "period_already_open", message))
            elif not same_code and period.starts_on <= other.ends_on and other.starts_on <= period.ends_on:
                message = f"Period “{period.code}” overlaps period “{other.code}”, which is open. Change its dates."
                found.append(Problem(place, "overlapping_periods", message))
    return found
