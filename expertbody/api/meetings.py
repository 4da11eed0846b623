"""Meetings of the Expert Body: when they are, what they deal with, who came and how each voted, as on the pages."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api.endpoints import Endpoint, reads
from accounts.api.fields import Name
from accounts.api.queries import ListQuery
from expertbody.models import Attendance, Declaration, Meeting, Seat, Vote
from expertbody.selectors import meetings
from expertbody.selectors.meetings import ItemShown, Member
from stages.api.programmes import programme_of

STATES = [(code, words) for code, (words, _colour) in Meeting.STATES.items()]
ATTENDANCE = [*Attendance.State.choices, ("not_recorded", "Not recorded")]


class MeetingOut(serializers.Serializer[Meeting]):
    EXAMPLE = {
        "number": 4,
        "state": "called",
        "starts_at": "2026-10-06T13:00:00Z",
        "ends_at": "2026-10-06T15:00:00Z",
        "place": "Town Hall, room 4",
        "chair": "Dilys Okafor",
        "called_by": "Ruth Adler",
        "called_at": "2026-09-01T09:12:00Z",
        "opened_at": None,
        "closed_at": None,
        "cancelled_at": None,
        "cancelled_because": "",
    }

    number = serializers.IntegerField()
    state = serializers.ChoiceField(STATES, source="standing")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(help_text="When it is meant to end")
    place = serializers.CharField(help_text="A room, or the address of a video call")
    chair = Name(source="chair.user")
    called_by = Name()
    called_at = serializers.DateTimeField()
    opened_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    cancelled_because = serializers.CharField(allow_blank=True)


class VoteOut(serializers.Serializer[Vote]):
    EXAMPLE = {"member": "Dilys Okafor", "constituency": "academics", "cast": "for"}

    member = Name(source="seat.user")
    constituency = serializers.ChoiceField(Seat.Constituency.choices, source="seat.constituency")
    cast = serializers.ChoiceField(Vote.Cast.choices)


class MotionOut(serializers.Serializer[ItemShown]):
    EXAMPLE = {
        "wording": "Letters to people are one page long.",
        "rationale": "Nobody could say what was asked of them.",
        "dissent": "",
        "carried": True,
        "decision": None,
        "votes": [VoteOut.EXAMPLE],
    }

    wording = serializers.CharField(source="motion.wording")
    rationale = serializers.CharField(source="motion.rationale")
    dissent = serializers.CharField(source="motion.dissent", allow_blank=True)
    carried = serializers.BooleanField(source="motion.is_carried")
    decision = serializers.IntegerField(
        source="motion.decision.number",
        allow_null=True,
        help_text="The number of the decision that it became",
    )
    votes = VoteOut(many=True)

    def to_representation(self, instance: ItemShown) -> Any:
        """Nothing where no vote was taken."""
        return super().to_representation(instance) if instance.motion is not None else None


class RecusedMemberOut(serializers.Serializer[Declaration]):
    EXAMPLE = {"member": "Sam Field", "constituency": "agent"}

    member = Name(source="seat.user")
    constituency = serializers.ChoiceField(Seat.Constituency.choices, source="seat.constituency")


class AgendaItemOut(serializers.Serializer[ItemShown]):
    EXAMPLE = {
        "title": "Letters that people can read",
        "about": "Item",
        "asked": "May the letters be one page long?",
        "recused": [RecusedMemberOut.EXAMPLE],
        "motion": MotionOut.EXAMPLE,
    }

    title = serializers.CharField(source="item.title")
    about = serializers.CharField(help_text="What is to be decided; “Item” where nothing is", source="label")
    asked = serializers.CharField(source="item.asked", allow_blank=True)
    recused = RecusedMemberOut(
        many=True, source="declarations", help_text="Who declared an interest, and does not vote"
    )
    motion = MotionOut(source="*", allow_null=True, help_text="What was voted on; null where nothing was")


class MeetingMemberOut(serializers.Serializer[Member]):
    EXAMPLE = {"member": "Dilys Okafor", "constituency": "academics", "attendance": "present"}

    member = Name(source="seat.user")
    constituency = serializers.ChoiceField(Seat.Constituency.choices, source="seat.constituency")
    attendance = serializers.ChoiceField(ATTENDANCE, source="code")


class MeetingDetailOut(MeetingOut):
    EXAMPLE = MeetingOut.EXAMPLE | {
        "agenda": [AgendaItemOut.EXAMPLE],
        "members": [MeetingMemberOut.EXAMPLE],
        "minutes_approved_in": None,
    }

    agenda = serializers.SerializerMethodField(help_text="In its order")
    members = serializers.SerializerMethodField(help_text="Everybody who is a member on the day, and whether they came")
    minutes_approved_in = serializers.IntegerField(
        source="minutes_approval.approved_in.number",
        allow_null=True,
        help_text="The meeting that approved its minutes",
    )

    @extend_schema_field(AgendaItemOut(many=True))
    def get_agenda(self, meeting: Meeting) -> Any:
        return [AgendaItemOut(shown).data for shown in meetings.items(meeting)]

    @extend_schema_field(MeetingMemberOut(many=True))
    def get_members(self, meeting: Meeting) -> Any:
        return [MeetingMemberOut(member).data for member in meetings.attendance(meeting)]


class MeetingQuery(ListQuery):
    q = serializers.CharField(required=False, max_length=100, help_text="Words of the place, the items or the motions")
    state = serializers.ChoiceField(STATES, required=False)


class MeetingList(Endpoint):
    tag = "Expert Body"

    @reads("List the meetings", MeetingOut, many=True, query=MeetingQuery)
    def get(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """Those to come and those that are over, the latest called first."""
        return meetings.found(programme_of(request, slug), **given)


class MeetingDetail(Endpoint):
    tag = "Expert Body"

    @reads("Read a meeting", MeetingDetailOut)
    def get(self, request: Request, given: dict[str, Any], *, slug: str, number: int) -> Any:
        """A meeting with its agenda, who came, and how each member voted."""
        meeting = meetings.numbered(programme_of(request, slug), number)
        if meeting is None:
            raise Http404("No such meeting")
        return meeting
