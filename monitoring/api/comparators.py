"""Schemes elsewhere: sent as the file that their publisher gives, and read with everything that was read of them."""

from typing import Any

from django.utils.timezone import now
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions import requests
from accounts.api import callers, keys, schema
from accounts.api.endpoints import Endpoint, checked, parameters, reads, writes
from accounts.api.fields import Text
from accounts.api.files import spooled
from accounts.api.queries import ListQuery
from accounts.api.rules import Rule
from accounts.domain import tokens
from monitoring import permissions
from monitoring.actions import comparators as actions
from monitoring.api.comparator_shapes import ComparatorDetailOut, ComparatorOut, TakenOut
from monitoring.domain import comparator_files
from monitoring.domain.comparator_files import ALL, GOOD
from monitoring.selectors import comparators
from stages import permissions as stage_permissions
from stages.api.programmes import programme_of
from stages.models import Programme

JSON = "application/json"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOO_LARGE = "The file is larger than 5 MB. Send the schemes one by one, or in smaller lists."
RULE = Rule(tokens.RESPOND)
PROJECT = {
    "name": {"value": "Steps to Work"},
    "outcome_metrics": [{"id": "m1", "definition": {"value": "In work for 13 weeks"}, "status": "PUBLIC"}],
}


class ComparatorQuery(ListQuery):
    q = serializers.CharField(required=False, max_length=100, help_text="Words of anything that the file says")
    state = serializers.ChoiceField((comparators.LISTED, comparators.REMOVED), required=False)


class ComparatorSendQuery(serializers.Serializer[Any]):
    filename = serializers.CharField(required=False, max_length=200, help_text="By which people will know the file")
    identifier = serializers.CharField(
        required=False, max_length=60, help_text="The publisher's number of the project, where the file lacks it"
    )
    consent = serializers.ChoiceField(
        (ALL, GOOD),
        required=False,
        help_text="If something is wrong: all takes nothing; good takes the rest, and lists what is wrong",
    )


SEND = schema.writing(
    "Send a file about schemes elsewhere", TakenOut, None, RULE, 201, False,
    "The body is the file as it is: a project of INDIGO 4.1 or a list of them, or a release, record or package of OCDS "
    "1.1, in JSON; or projects of INDIGO in a workbook (XLSX). Every field is kept; those that are not known are "
    "counted, and listed when the comparator is read. What is wrong is told place by place, all at once. The same "
    "content again changes nothing, and a newer file of a scheme becomes its next version.",
    body={
        JSON: {"type": ["object", "array"], "items": {}, "additionalProperties": {}},
        WORKBOOK: {"type": "string", "format": "binary"},
    },
    parameters=[ComparatorSendQuery],
)  # fmt: skip
SEND["examples"] = [
    OpenApiExample("Project", value=PROJECT, request_only=True, media_type=JSON),
    OpenApiExample("Workbook", value="(the bytes of the file)", request_only=True, media_type=WORKBOOK),
]


def seen(request: Request, slug: str) -> Programme:
    programme = programme_of(request, slug)
    permissions.require(callers.of(request), "comparator.view", programme)
    return programme


class RemovalIn(serializers.Serializer[Any]):
    EXAMPLE = {"reason": "The project was never begun."}

    reason = Text("Why it leaves the list. Its file brings it back", max_length=1000)


class ComparatorList(Endpoint):
    tag = "Comparators"

    @reads("List the comparators", ComparatorOut, many=True, query=ComparatorQuery)
    def get(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """The last version of each scheme elsewhere that is kept beside stage 1, the latest first."""
        return comparators.search(seen(request, slug), **given)

    @extend_schema(**SEND)
    def post(self, request: Request, *, slug: str) -> Any:
        if str(request.content_type or "").partition(";")[0].strip().lower() not in (JSON, WORKBOOK):
            raise UnsupportedMediaType(str(request.content_type or "nothing"), detail=f"Send {JSON} or {WORKBOOK}.")
        given, user = checked(ComparatorSendQuery(data=parameters(request))), callers.of(request)
        programme = programme_of(request, slug)
        stage_permissions.require(user, "stage.record", programme)
        keys.of(request)
        with spooled(request, comparator_files.LARGEST, TOO_LARGE) as (file, body):

            def act() -> Response:
                taken = actions.take(programme=programme, content=file.read(), by=user, at=now(), **given)
                return Response(TakenOut({"taken": taken}).data, status=201)

            return keys.once(request, requests.digest("POST", request.get_full_path(), body), act)

    post.rule = RULE  # type: ignore[attr-defined]


class ComparatorDetail(Endpoint):
    tag = "Comparators"

    @reads("Read a comparator", ComparatorDetailOut)
    def get(self, request: Request, given: dict[str, Any], *, slug: str, number: int) -> Any:
        """Its last version: every fact with its status and sources, and the fields that were not read."""
        return comparators.version(comparators.find(seen(request, slug), number), "")


class ComparatorRemove(Endpoint):
    tag = "Comparators"

    @writes("Remove a comparator", ComparatorDetailOut, takes=RemovalIn, edits=lambda: ComparatorDetail)
    def post(self, request: Request, given: dict[str, Any], *, slug: str, number: int) -> Any:
        """Take it off the list and out of every range. It stays in the history, with the reason."""
        user, programme = callers.of(request), seen(request, slug)
        comparator = comparators.find(programme, number)
        actions.remove(comparator=comparator, by=user, at=now(), **given)
        return comparators.version(comparator, "")
