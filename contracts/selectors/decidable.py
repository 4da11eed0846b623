"""Contract versions that the Expert Body can decide on."""

from collections.abc import Collection, Mapping

from contracts.models import Agreement, ContractVersion
from stages.models import Programme


def version(programme: Programme, subject_id: int) -> ContractVersion | None:
    """The version by its id, if it belongs to the programme."""
    return programme.contract_versions.filter(pk=subject_id).select_related("programme").first()


def waiting(programme: Programme) -> list[ContractVersion]:
    """Proposed versions whose present terms the Expert Body has not agreed yet."""
    proposed = programme.contract_versions.waiting_for_agreement().select_related("programme")
    return [
        one
        for one in proposed
        if not one.agreements.filter(on_behalf_of=Agreement.On.EXPERT_BODY, digest=one.digest).exists()
    ]


def version_name(version: ContractVersion) -> dict[str, int]:
    """How a pack names the version."""
    return {"version": version.number}


def version_named(programme: Programme, name: Mapping[str, int]) -> ContractVersion | None:
    """The version that a pack names, if there is one."""
    return programme.contract_versions.filter(number=name["version"]).first()


def version_titles(programme: Programme, subject_ids: Collection[int]) -> dict[int, str]:
    """The titles of versions by id."""
    return {one.pk: str(one) for one in programme.contract_versions.filter(pk__in=subject_ids)}
