"""The sandbox of a programme, in which agents try their systems: made, or made afresh."""

from typing import Any

from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import callers
from accounts.api.endpoints import Endpoint, writes
from outcomes.actions import sandboxes
from stages.api.programmes import ProgrammeOut, programme_of


class SandboxIn(serializers.Serializer[Any]):
    EXAMPLE = {"afresh": False}

    afresh = serializers.BooleanField(
        required=False, help_text="Put the last sandbox aside and make another in its place, with another address"
    )


class SandboxList(Endpoint):
    tag = "Programmes"

    @writes(
        "Make a sandbox",
        ProgrammeOut,
        takes=SandboxIn,
        located=lambda found: f"/api/v1/programmes/{found['slug']}/",
        leads={"readProgramme": {"slug": "slug"}},
    )
    def post(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """A copy of the agreed contract, with invented participants and nobody's records, in which everybody has the
        role that they have in the programme. A system needs a token of its own for it. Where there is one already, the
        answer is 409 (`sandbox_stands`) unless you ask for it `afresh`: nobody has a role in the last one then, and
        tokens that were made for it open the new one."""
        afresh = given.get("afresh", False)
        programme = programme_of(request, slug)
        return sandboxes.make(programme=programme, afresh=afresh, by=callers.of(request), at=now())
