"""The section “contract” of a programme pack: its versions with their agreements, loaded and exported."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.errors import Refused
from accounts.models import Organisation, User
from contracts import permissions
from contracts.actions import drafting, pack_agreement_tests, pack_needs, signing
from contracts.actions.refusals import BadTerms
from contracts.domain import documents, terms
from contracts.domain.problems import Problem
from contracts.domain.terms import AgreementRecord, TermsError
from contracts.models import ContractVersion
from contracts.selectors import agreements
from contracts.selectors import terms as stored
from stages.actions import pack_people
from stages.actions.pack_errors import PackError, PackRefused
from stages.actions.pack_errors import Problem as PackProblem
from stages.models import Programme

SECTION, NEEDS, TESTS, EXCEPTIONS = "contract", "needs", "agreement_tests", "lint_exceptions"
BESIDE = frozenset({NEEDS, TESTS, EXCEPTIONS})
"""What stands in the section beside the versions."""
PARTS = re.compile(r"[^.\[\]]+")


@transaction.atomic
def load(*, programme: Programme, section: Mapping[str, Any], by: User, at: datetime) -> None:
    """Bring in the versions of a pack, each with the agreements that it had.

    What a pack tells has been done already, so stage 4 need not be open for it; but the people who agreed hold the
    roles for it, and every rule for contracts holds. A version that everybody agreed is in force from its date.
    """
    permissions.require(by, "contract.load", programme)
    try:
        contract = terms.parse_contract({name: value for name, value in section.items() if name not in BESIDE})
    except TermsError as error:
        raise _refused(SECTION, error.problems) from error
    for index, (version, agreed) in enumerate(zip(contract.versions, contract.agreements, strict=True)):
        path = f"{SECTION}/versions/{index}"
        try:
            _load_version(programme, version, agreed, by=by, at=at, path=path)
        except BadTerms as refusal:
            raise _refused(path, refusal.problems) from refusal
        except PackRefused:
            raise
        except Refused as refusal:
            raise PackError(path, str(refusal)) from refusal
    pack_needs.load(programme, section.get(NEEDS, ()), f"{SECTION}/{NEEDS}", by, at)
    pack_agreement_tests.load(programme, section.get(TESTS, ()), f"{SECTION}/{TESTS}", by)
    pack_agreement_tests.load_exceptions(programme, section.get(EXCEPTIONS, ()), f"{SECTION}/{EXCEPTIONS}", by)


def _refused(path: str, problems: Iterable[Problem]) -> PackRefused:
    """Every problem with its path in the pack, such as contract/versions/0/rules/1/kind."""
    return PackRefused(
        [PackProblem("/".join([path, *PARTS.findall(problem.path)]), problem.message) for problem in problems]
    )


def _load_version(
    programme: Programme,
    version: terms.Terms,
    agreed: tuple[AgreementRecord, ...],
    *,
    by: User,
    at: datetime,
    path: str,
) -> None:
    if programme.contract_versions.not_yet_agreed().exists():
        raise PackError(path, "The version before it is not agreed by everybody.", "Only the last version may be open.")
    document = documents.of_terms(version)
    drafted_at = min([at, *(record.at for record in agreed)])
    made = drafting.write_draft(programme=programme, version=None, document=document, by=by, at=drafted_at)
    if not agreed:
        return
    made = signing.write_proposal(version=made, by=by, at=drafted_at, agreed_before=True)
    for index, record in enumerate(sorted(agreed, key=lambda one: one.at)):
        _load_agreement(made, record, by=by, path=f"{path}/agreements/{index}")


def _load_agreement(version: ContractVersion, record: AgreementRecord, *, by: User, path: str) -> None:
    person = pack_people.person(record.by, by, f"{path}/by")
    organisation = Organisation.objects.filter(code=record.organisation).first() if record.organisation else None
    if record.organisation and organisation is None:
        raise PackError(
            f"{path}/organisation", f"There is no organisation “{record.organisation}”.", "Add it to “organisations”."
        )
    if organisation is None:
        permissions.require(person, "contract.agree_for_body", version.programme)
    else:
        permissions.require_may_agree_for(person, version.programme, record.on_behalf_of, organisation)
    signing.write_agreement(
        version=version, on_behalf_of=record.on_behalf_of, organisation=organisation, by=person, at=record.at
    )


def export(programme: Programme) -> dict[str, Any]:
    """The section, as `load` reads it: the periods of the last version once, and every version with its agreements.

    Nothing where there is no version.
    """
    versions = list(programme.contract_versions.order_by("number"))
    if not versions:
        return {}
    found = [_export_version(version) for version in versions]
    periods = found[-1]["periods"]
    for document in found:
        if document["periods"] == periods:
            del document["periods"]
    beside = {
        NEEDS: pack_needs.export(programme),
        TESTS: pack_agreement_tests.export(programme),
        EXCEPTIONS: pack_agreement_tests.export_exceptions(programme),
    }
    return {"periods": periods, "versions": found} | {name: rows for name, rows in beside.items() if rows}


def _export_version(version: ContractVersion) -> dict[str, Any]:
    document = documents.of_terms(stored.draft(version)[0])
    document["agreements"] = [
        {
            "on_behalf_of": one.on_behalf_of,
            "organisation": one.organisation.code if one.organisation else None,
            "by": one.agreed_by.email,
            "at": one.agreed_at.isoformat(),
        }
        for one in agreements.given(version).order_by("pk")
    ]
    return document
