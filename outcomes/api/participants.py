"""Participants, to those who may see single people. New ones are sent as a submission."""

from typing import Any

from django.utils.timezone import localdate
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import callers, pages
from accounts.api.endpoints import Endpoint, reads
from accounts.api.queries import ListQuery
from delivery.selectors import keyset, participants
from outcomes import permissions
from stages.api.programmes import programme_of
from stages.models import Programme


class ParticipantOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "id": 481,
        "reference": "JB-0417",
        "agent": "north-works",
        "started_on": "2026-02-03",
        "segment": "young",
        "attributes": {"age": "18-24"},
        "contract_version": 1,
        "received_at": "2026-02-04T08:00:00Z",
    }

    id = serializers.IntegerField()
    reference = serializers.CharField(help_text="The agent's own reference; never a name")
    agent = serializers.CharField(source="agent.code")
    started_on = serializers.DateField()
    segment = serializers.CharField(help_text="Frozen at the start, by the contract version in force on that day")
    attributes = serializers.DictField()
    contract_version = serializers.IntegerField(source="version.number")
    received_at = serializers.DateTimeField()


class ParticipantQuery(ListQuery):
    reference = serializers.CharField(required=False, max_length=64, help_text="How the reference begins")
    agent = serializers.SlugField(required=False, max_length=60)
    segment = serializers.SlugField(required=False, max_length=60)
    started_from = serializers.DateField(required=False)
    started_until = serializers.DateField(required=False)


def seen_programme(request: Request, slug: str) -> Programme:
    """The programme, to those who may see rows of single people in it."""
    programme = programme_of(request, slug)
    permissions.require(callers.of(request), "rows.view", programme)
    return programme


def cursor_of(asked: pages.Asked) -> keyset.Cursor | None:
    """Where the page begins, of a list by days."""
    cursor = keyset.parse(asked.cursor)
    if asked.cursor and cursor is None:
        raise pages.not_a_cursor()
    return cursor


class ParticipantList(Endpoint):
    tag = "Participants and claims"

    @reads("List participants", ParticipantOut, many=True, query=ParticipantQuery)
    def get(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """The latest start first. An agent's people see those of their own organisation."""
        found = participants.search(
            callers.of(request), seen_programme(request, slug), participants.Wanted(**given), cursor_of(self.asked),
            localdate(), self.asked.size,
        )  # fmt: skip
        return pages.Page(found.rows, found.older)


class ParticipantDetail(Endpoint):
    tag = "Participants and claims"

    @reads("Read a participant", ParticipantOut)
    def get(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """One participant, by the number that we have given."""
        return participants.find(callers.of(request), seen_programme(request, slug), pk)
