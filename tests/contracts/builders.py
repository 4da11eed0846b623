"""Programmes with contracts, built by the product's own actions."""

import dataclasses
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import Organisation, Role, User
from contracts.actions import versions
from contracts.models import ContractVersion
from stages.models import Programme
from tests import builders
from tests.contracts import documents


@dataclasses.dataclass(frozen=True)
class Setting:
    """A programme in stage 4, with its parties and a person for each."""

    programme: Programme
    principal: Organisation
    agent: Organisation
    commissioner: User
    for_principal: User
    for_agent: User
    member: User


def setting(stage: int = 4) -> Setting:
    principal = builders.organisation("Treasury", code="treasury")
    agent = builders.organisation("Northway", code="northway")
    programme = builders.programme_at_stage(stage)
    return Setting(
        programme=programme,
        principal=principal,
        agent=agent,
        commissioner=builders.member(programme, Role.COMMISSIONER),
        for_principal=builders.member(programme, Role.PRINCIPAL, organisation=principal),
        for_agent=builders.member(programme, Role.AGENT, organisation=agent),
        member=builders.member(programme, Role.EXPERT_BODY),
    )


def draft(place: Setting, **fields: Any) -> ContractVersion:
    return versions.draft_from(
        programme=place.programme,
        document=documents.version(**fields),
        by=place.commissioner,
        at=builders.later(days=1),
    )


def propose(place: Setting, **fields: Any) -> ContractVersion:
    return versions.propose(version=draft(place, **fields), by=place.commissioner, at=builders.later(days=2))


def page(version: ContractVersion, name: str, *more: str) -> str:
    """The address of a page of the version."""
    return reverse(f"contracts:{name}", args=[version.programme.slug, version.number, *more])


def agree(place: Setting, version: ContractVersion, *, at: datetime | None = None) -> ContractVersion:
    """Agreed by principal, agent and Expert Body; as it then stands."""
    moment = at or builders.later(days=3)
    versions.agree(
        version=version, on_behalf_of="principal", organisation=place.principal, by=place.for_principal, at=moment
    )
    versions.agree(version=version, on_behalf_of="agent", organisation=place.agent, by=place.for_agent, at=moment)
    versions.agree_for_expert_body(subject=version, by=place.member, at=moment, rationale="It is fair.")
    version.refresh_from_db()
    return version


def agreed(place: Setting, **fields: Any) -> ContractVersion:
    return agree(place, propose(place, **fields))
