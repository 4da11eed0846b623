"""Versions of the contract: what was agreed, from when, by whom."""

from typing import Any

from django.http import Http404
from django.utils.timezone import localdate
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api.endpoints import Endpoint, reads
from contracts.models import ContractVersion
from contracts.selectors import terms, versions
from stages.api.programmes import programme_of

STATES = [
    versions.DRAFT, versions.PROPOSED, versions.AGREED, versions.IN_FORCE, versions.SUPERSEDED, versions.ENDED
]  # fmt: skip


class VersionOut(serializers.Serializer[Any]):
    EXAMPLE: dict[str, Any] = {
        "number": 2,
        "title": "From April 2026",
        "state": "in force",
        "effective_from": "2026-04-01",
        "effective_to": None,
        "proposed_at": "2026-03-02T10:00:00Z",
        "agreed_at": "2026-03-20T15:30:00Z",
        "digest": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    }

    number = serializers.IntegerField()
    title = serializers.CharField()
    state = serializers.SerializerMethodField(help_text=f"One of: {', '.join(STATES)}")
    effective_from = serializers.DateField(allow_null=True)
    effective_to = serializers.DateField(allow_null=True)
    proposed_at = serializers.DateTimeField(allow_null=True)
    agreed_at = serializers.DateTimeField(allow_null=True)
    digest = serializers.CharField(help_text="SHA-256 of the terms; empty while it is a draft")

    def get_state(self, version: ContractVersion) -> str:
        return versions.state(version, localdate(), last_number=getattr(version, "last_number", None))


class VersionDetailOut(VersionOut):
    EXAMPLE = VersionOut.EXAMPLE | {"terms": {"title": "From April 2026", "outcomes": [{"code": "job"}], "rules": []}}

    terms = serializers.SerializerMethodField(help_text="As in a programme pack: see its published schema")

    def get_terms(self, version: ContractVersion) -> dict[str, Any]:
        return dict(terms.document(version))


class VersionList(Endpoint):
    tag = "Contract"

    @reads("List contract versions", VersionOut, many=True)
    def get(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """The latest first. A claim is priced by the version in force on its event date, for ever."""
        return versions.listed(programme_of(request, slug))


class VersionDetail(Endpoint):
    tag = "Contract"

    @reads("Read a contract version", VersionDetailOut)
    def get(self, request: Request, given: dict[str, Any], *, slug: str, number: int) -> Any:
        """The version with all its terms."""
        version = versions.listed(programme_of(request, slug)).filter(number=number).first()
        if version is None:
            raise Http404("No such version")
        return version
