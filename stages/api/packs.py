"""Programme packs: a whole programme brought in, by those who run the system."""

from typing import Any

from django.utils.timezone import now
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions import requests
from accounts.api import callers, keys, schema
from accounts.api.endpoints import Endpoint
from accounts.api.fields import Name
from accounts.api.files import spooled
from accounts.api.rules import Rule
from accounts.domain import tokens
from stages.actions import packs

PACK = {"pack": 1, "programme": {"slug": "families-first", "name": "Families First", "commissioner": "norwood-council"}}
RULE = Rule(tokens.RESPOND, for_people_alone=True)


class LoadedOut(serializers.Serializer[Any]):
    EXAMPLE = {"slug": "families-first", "name": "Families First", "commissioner": "Norwood Council", "new": True}

    slug = serializers.CharField()
    name = serializers.CharField()
    commissioner = Name()
    new = serializers.BooleanField(help_text="False where this very pack was loaded before: then nothing was changed")


LOAD = schema.writing(
    "Load a programme pack",
    LoadedOut,
    None,
    RULE,
    201,
    False,
    "Bring in a whole programme as the published schema of packs has it, all or nothing. What is wrong is told place "
    "by place. Only an administrator of the system may: a pack speaks in other people's names. The same pack again "
    "changes nothing.",
    body={"application/json": {"type": "object", "additionalProperties": {}}},
    leads={"readProgramme": {"slug": "slug"}},
    located=True,
)
LOAD["examples"] = [OpenApiExample("Pack", value=PACK, request_only=True)]


class PackList(Endpoint):
    tag = "Programmes"

    @extend_schema(**LOAD)
    def post(self, request: Request) -> Any:
        if str(request.content_type or "").partition(";")[0].strip().lower() != "application/json":
            raise UnsupportedMediaType(str(request.content_type or "nothing"), detail="Send application/json.")
        packs.require_may_load(callers.of(request))
        keys.of(request)
        with spooled(request) as (file, body):

            def act() -> Response:
                programme, new = packs.load_text(text=file.read(), by=callers.of(request), at=now())
                programme.new = new  # type: ignore[attr-defined]
                return Response(
                    LoadedOut(programme).data,
                    status=201,
                    headers={"Location": f"/api/v1/programmes/{programme.slug}/"},
                )

            return keys.once(request, requests.digest("POST", request.get_full_path(), body), act)

    post.rule = RULE  # type: ignore[attr-defined]
