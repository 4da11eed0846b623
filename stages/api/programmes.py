"""Programmes that the caller is a member of."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import callers
from accounts.api.endpoints import Endpoint, reads
from accounts.api.queries import ListQuery
from stages.models import Programme
from stages.selectors import programmes


class OrganisationOut(serializers.Serializer[Any]):
    EXAMPLE = {"code": "norwood-council", "name": "Norwood Council"}

    code = serializers.CharField()
    name = serializers.CharField()


class ProgrammeOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "slug": "families-first",
        "name": "Families First",
        "summary": "Support for families with several needs at once.",
        "sector": "Family support",
        "commissioner": OrganisationOut.EXAMPLE,
        "reopening_policy": "automatic",
        "suppression_threshold": 5,
        "synthetic": False,
        "sandbox_of": None,
        "created_at": "2026-01-05T10:00:00Z",
    }

    slug = serializers.CharField(help_text="Names the programme in addresses")
    name = serializers.CharField()
    summary = serializers.CharField()
    sector = serializers.CharField()
    commissioner = OrganisationOut()
    reopening_policy = serializers.ChoiceField(Programme.ReopeningPolicy.choices)
    suppression_threshold = serializers.IntegerField(help_text="Counts of people below this are not shown")
    synthetic = serializers.BooleanField(source="is_synthetic", help_text="Demonstration data")
    sandbox_of = serializers.CharField(
        source="sandbox_of.slug", default=None, allow_null=True, help_text="The programme of which this is the sandbox"
    )
    created_at = serializers.DateTimeField()


class ProgrammeQuery(ListQuery):
    q = serializers.CharField(required=False, max_length=100, help_text="Words of the name")
    sandbox_of = serializers.SlugField(required=False, max_length=80, help_text="Only the sandbox of this programme")


def programme_of(request: Request, slug: str) -> Programme:
    """The programme, if the caller is a member of it; otherwise there is none at this address."""
    return programmes.programme_for(callers.of(request), slug)


class ProgrammeList(Endpoint):
    tag = "Programmes"

    @reads("List programmes", ProgrammeOut, many=True, query=ProgrammeQuery)
    def get(self, request: Request, given: dict[str, Any]) -> Any:
        """The programmes in which the token or the person has a role."""
        return programmes.visible(callers.of(request), **given)


class ProgrammeDetail(Endpoint):
    tag = "Programmes"

    @reads("Read a programme", ProgrammeOut)
    def get(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """What the programme is for, who commissions it, and below how many people a count is not shown."""
        return programme_of(request, slug)
