"""Files of a programme, made at their own pace: asked for, followed, fetched."""

from typing import Any

from django.http import FileResponse
from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import callers
from accounts.api.endpoints import Endpoint, reads, writes
from accounts.api.negotiation import AnyFile
from accounts.api.queries import ListQuery
from accounts.domain import tokens
from stages.actions import exports as exports_action
from stages.api.programmes import programme_of
from stages.domain.exports import CONTENT
from stages.models import Export
from stages.selectors import exports

KINDS = [(kind.code, f"{kind.title}: {', '.join(kind.formats)}") for kind in exports.kinds()]
FILES = {kind.partition(";")[0]: "The file" for kind in CONTENT.values()}
FORMATS = sorted({form for kind in exports.kinds() for form in kind.formats})


class ExportFiltersOut(serializers.Serializer[Any]):
    EXAMPLE = {"outcome": "job", "from_period": "2026-04"}

    outcome = serializers.CharField(required=False)
    agent = serializers.CharField(required=False)
    segment = serializers.CharField(required=False)
    from_period = serializers.CharField(required=False)
    period = serializers.CharField(required=False)


class ExportOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "id": 5,
        "kind": "claims",
        "format": "csv",
        "filters": {"outcome": "job", "from_period": "2026-04"},
        "narrowed_to": "Outcome: In work for 13 weeks; From period: 2026-04",
        "status": "ready",
        "finished": True,
        "rows": 1200,
        "rows_expected": 1200,
        "size": 180211,
        "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "filename": "families-first-claims-2026-06-01.csv",
        "failure": "",
        "asked_at": "2026-06-01T06:00:00Z",
        "finished_at": "2026-06-01T06:00:02Z",
        "expires_at": "2026-06-08T06:00:02Z",
    }

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(KINDS)
    format = serializers.ChoiceField(FORMATS, source="form")
    filters = ExportFiltersOut(help_text="What the file is narrowed to, as codes; none for the whole")
    narrowed_to = serializers.CharField(help_text="The same in words")
    status = serializers.ChoiceField(Export.Status.choices)
    finished = serializers.BooleanField(source="is_finished")
    rows = serializers.IntegerField(help_text="Claims, statements or documents written")
    rows_expected = serializers.IntegerField(allow_null=True, help_text="Known once the work has begun")
    size = serializers.IntegerField(source="written", help_text="Bytes written")
    digest = serializers.CharField(help_text="SHA-256 of the file; empty while there is none")
    filename = serializers.SerializerMethodField()
    failure = serializers.CharField(help_text="Why there is no file, and what to do")
    asked_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True, help_text="Until when the file can be fetched")

    def get_filename(self, export: Export) -> str:
        return exports.filename(export)


class ExportIn(serializers.Serializer[Any]):
    EXAMPLE = {"kind": "claims", "format": "csv", "outcome": "job", "from_period": "2026-04"}

    kind = serializers.ChoiceField(KINDS, help_text="What the file holds")
    format = serializers.ChoiceField(FORMATS, help_text="As what; each kind has formats of its own")
    outcome = serializers.CharField(required=False, max_length=60, help_text="Its code")
    agent = serializers.CharField(required=False, max_length=60, help_text="Its code")
    segment = serializers.CharField(
        required=False, max_length=60, help_text="Its code; of people as they are priced today"
    )
    from_period = serializers.CharField(required=False, max_length=40, help_text="The first period")
    period = serializers.CharField(required=False, max_length=40, help_text="The last period")


class ExportList(Endpoint):
    tag = "Exports"

    @reads("List exports", ExportOut, many=True, query=ListQuery)
    def get(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """Those that you asked for, the latest first. Nobody else sees them."""
        return exports.own(callers.of(request), programme_of(request, slug))

    @writes("Ask for an export", ExportOut, takes=ExportIn, scope=tokens.READ, status=202, located="id")
    def post(self, request: Request, given: dict[str, Any], *, slug: str) -> Any:
        """Have a file made: the programme pack, open data, or the claims and lines of statements that you may see. Open
        data, claims and lines can be narrowed to an outcome, an agent, a segment and a span of periods. The answer
        names the export: follow it until `finished` is true, then fetch its file, within a week. What you may see is
        asked again when you fetch it."""
        programme, user = programme_of(request, slug), callers.of(request)
        asked = {"kind": given.pop("kind"), "form": given.pop("format"), "filters": given}
        return exports_action.ask(programme=programme, by=user, at=now(), **asked)


class ExportDetail(Endpoint):
    tag = "Exports"

    @reads("Follow an export", ExportOut)
    def get(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """How far the work on it has come. Ask again every few seconds, with `If-None-Match`."""
        return exports.find(callers.of(request), programme_of(request, slug), pk)


class ExportFile(Endpoint):
    tag = "Exports"
    content_negotiation_class = AnyFile

    @reads(
        "Fetch the file of an export",
        ExportOut,
        files=FILES,
    )
    def get(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """The file itself, once the export is `ready`. While it is not, or when what you may see has changed since,
        the answer is 409."""
        user, programme = callers.of(request), programme_of(request, slug)
        export = exports.find(user, programme, pk)
        place = exports_action.fetch(export=export, by=user, at=now())
        name, kind = exports.filename(export), exports.content_type(export)
        return FileResponse(place.open("rb"), as_attachment=True, filename=name, content_type=kind)
