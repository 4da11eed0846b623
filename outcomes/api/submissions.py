"""Files of participants and outcomes: sent as a stream, followed while they are worked on, and what was wrong."""

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
from accounts.api.fields import Name
from accounts.api.files import spooled
from accounts.api.problems import Problem
from accounts.api.queries import ListQuery
from accounts.api.rules import Rule
from accounts.domain import tokens
from accounts.models import Organisation, Role
from outcomes import permissions
from outcomes.actions import submissions as submissions_action
from outcomes.api.participants import seen_programme
from outcomes.models import Submission
from outcomes.selectors import submissions
from stages.api.programmes import programme_of
from stages.models import Programme
from stages.permissions import organisations, refuse

KINDS = {
    "text/csv": "csv",
    "application/x-ndjson": "ndjson",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}


class CauseOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "field": "achieved_on",
        "code": "date_future",
        "count": 12,
        "first_row": 14,
        "reason": "14 June 2026 is after the day on which the file was sent (1 June 2026).",
        "what_to_do": "Send the row once the day has come, or correct the date.",
    }

    field = serializers.CharField()
    code = serializers.CharField()
    count = serializers.IntegerField(help_text="How many rows")
    first_row = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()
    what_to_do = serializers.CharField(source="cure")


class SubmissionOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "id": 77,
        "kind": "outcomes",
        "agent": "north-works",
        "filename": "may.ndjson",
        "status": "partly",
        "finished": True,
        "rows_read": 1200,
        "rows_expected": 1200,
        "rows_per_second": 48000,
        "received": 1200,
        "accepted": 1180,
        "duplicates": 8,
        "rejected": 12,
        "questions": 0,
        "held_back": 0,
        "unknown_columns": [],
        "causes": [CauseOut.EXAMPLE],
        "failure": "",
        "consent": "good",
        "dry_run": False,
        "follows": None,
        "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "size": 88213,
        "submitted_at": "2026-06-01T06:00:00Z",
        "submitted_by": "North Works: case management",
        "finished_at": "2026-06-01T06:00:02Z",
    }

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Submission.Kind.choices)
    agent = serializers.CharField(source="agent.code")
    filename = serializers.CharField()
    status = serializers.ChoiceField(Submission.Status.choices)
    finished = serializers.BooleanField(source="is_finished")
    rows_read = serializers.IntegerField()
    rows_expected = serializers.IntegerField(allow_null=True, help_text="An estimate while the file is read")
    rows_per_second = serializers.IntegerField(allow_null=True)
    received = serializers.IntegerField()
    accepted = serializers.IntegerField()
    duplicates = serializers.IntegerField(help_text="Rows on record already: sending twice changes nothing")
    rejected = serializers.IntegerField()
    questions = serializers.IntegerField(help_text="Asked about accepted rows and not answered yet")
    held_back = serializers.IntegerField(help_text="Good rows that were not taken")
    unknown_columns = serializers.ListField(child=serializers.CharField(), help_text="Columns that were not read")
    causes = CauseOut(many=True, help_text="What was wrong, the most frequent first")
    failure = serializers.CharField(help_text="Why the file as a whole could not be taken")
    consent = serializers.ChoiceField(Submission.Consent.choices)
    dry_run = serializers.BooleanField()
    follows = serializers.IntegerField(source="follows_id", allow_null=True)
    digest = serializers.CharField(help_text="SHA-256 of the file as received")
    size = serializers.IntegerField()
    submitted_at = serializers.DateTimeField()
    submitted_by = Name()
    finished_at = serializers.DateTimeField(allow_null=True)


class SubmissionQuery(ListQuery):
    q = serializers.CharField(required=False, max_length=100, help_text="What the name of the file contains")
    kind = serializers.ChoiceField(Submission.Kind.choices, required=False)
    status = serializers.ChoiceField(Submission.Status.choices, required=False)


class UploadQuery(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(Submission.Kind.choices, help_text="What the rows are")
    agent = serializers.SlugField(required=False, max_length=60, help_text="Needed where you act for several agents")
    filename = serializers.CharField(required=False, max_length=200, help_text="By which people will know the file")
    consent = serializers.ChoiceField(
        Submission.Consent.choices, required=False, help_text="What to do with good rows where others are wrong"
    )
    dry_run = serializers.BooleanField(required=False, help_text="Only check: nothing is taken")


class TakeIn(serializers.Serializer[Any]):
    EXAMPLE = {"consent": "good"}

    consent = serializers.ChoiceField(Submission.Consent.choices, required=False)


def sending_agent(request: Request, slug: str, code: str) -> tuple[Programme, Organisation]:
    """The agent for which the caller sends: the one that is named, or the only one."""
    programme, user = programme_of(request, slug), callers.of(request)
    permissions.require(user, "submission.send", programme)
    own = organisations(user, programme, Role.AGENT)
    found = [agent for agent in own if code in {"", agent.code}]
    if code and not found:
        refuse("You do not act for this agent. Ask the programme's commissioner for the role you need.")
    if len(found) > 1:
        raise Problem(422, "agent_needed", f"Name the agent: {', '.join(agent.code for agent in found)}.")
    return programme, found[0]


def extension_of(request: Request) -> str:
    """What kind of file the body is, by its content type."""
    kind = str(request.content_type or "").partition(";")[0].strip().lower()
    if kind not in KINDS:
        raise UnsupportedMediaType(kind or "nothing", detail=f"Send {', '.join(KINDS)}.")
    return KINDS[kind]


ROWS = '{"participant": "JB-0417", "outcome": "job", "achieved_on": "2026-05-14"}\n'
TABLE = "participant,outcome,achieved_on\nJB-0417,job,2026-05-14\n"
UPLOAD = schema.writing(
    "Send a file",
    SubmissionOut,
    None,
    Rule(tokens.SUBMIT),
    202,
    False,
    "Rows as CSV, as lines of JSON (NDJSON) or as a workbook, of any size up to the limit. The file is kept as it "
    "came; its rows are then checked and taken at their own pace: follow the submission until it is finished.\n\n"
    "Participants have `participant`, `started_on` and the attributes of segments; outcomes have `participant`, "
    "`outcome`, `achieved_on` and, where the contract asks for them, `sequence`, `value`, `evidence_kind` and "
    "`evidence_ref`. Sending the same row twice changes nothing.",
    body={kind: {"type": "string", "format": "binary"} for kind in KINDS},
    parameters=[UploadQuery],
    located=True,
)
UPLOAD["examples"] = [
    OpenApiExample("CSV", value=TABLE, request_only=True, media_type="text/csv"),
    OpenApiExample("NDJSON", value=ROWS, request_only=True, media_type="application/x-ndjson"),
    OpenApiExample("Workbook", value="(the bytes of the file)", request_only=True, media_type=list(KINDS)[2]),
]


class SubmissionList(Endpoint):
    tag = "Submissions"

    @reads("List submissions", SubmissionOut, many=True, query=SubmissionQuery)
    def get(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """The files that were sent, the latest first."""
        return submissions.search(callers.of(request), seen_programme(request, slug), **given)

    @extend_schema(**UPLOAD)
    def post(self, request: Request, *, slug: str) -> Any:
        given = checked(UploadQuery(data=parameters(request)))
        programme, agent = sending_agent(request, slug, given.pop("agent", ""))
        extension = extension_of(request)
        name = given.pop("filename", "") or f"rows.{extension}"
        keys.of(request)
        with spooled(request) as (file, body):

            def act() -> Response:
                made = submissions_action.receive(
                    programme=programme, agent=agent, file=file, by=callers.of(request), at=now(),
                    filename=name if name.lower().endswith(f".{extension}") else f"{name}.{extension}", **given,
                )  # fmt: skip
                return Response(SubmissionOut(made).data, status=202, headers={"Location": f"{request.path}{made.pk}/"})

            return keys.once(request, requests.digest("POST", request.get_full_path(), body), act)

    post.rule = Rule(tokens.SUBMIT)  # type: ignore[attr-defined]


class SubmissionDetail(Endpoint):
    tag = "Submissions"

    @reads("Follow a submission", SubmissionOut)
    def get(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """How far the work on it has come and, once it is finished, what became of its rows. Ask again every few
        seconds while `finished` is false, with `If-None-Match`."""
        return submissions.find(callers.of(request), seen_programme(request, slug), pk)


def own_submission(request: Request, slug: str, pk: int) -> Submission:
    """The file, to the people and systems of the agent who sent it."""
    submission = submissions.find(callers.of(request), seen_programme(request, slug), pk)
    permissions.require_to_act_for(callers.of(request), "submission.send", submission.programme, submission.agent)
    return submission


class SubmissionTake(Endpoint):
    tag = "Submissions"

    @writes("Take a submission after all", SubmissionOut, takes=TakeIn, scope=tokens.SUBMIT, status=202)
    def post(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """Take the kept file once more, as a submission that follows this one: after it was only checked, or where no
        row was taken because some were wrong."""
        submission = own_submission(request, slug, pk)
        return submissions_action.take_again(submission=submission, by=callers.of(request), at=now(), **given)


class SubmissionCancel(Endpoint):
    tag = "Submissions"

    @writes("Cancel a submission", SubmissionOut, scope=tokens.SUBMIT, edits=lambda: SubmissionDetail)
    def post(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """Stop the work on a file. Nothing is taken from it."""
        return submissions_action.cancel(submission=own_submission(request, slug, pk), by=callers.of(request), at=now())
