"""Files of evidence: sent to a claim one by one, listed, and fetched by those who may open them."""

from typing import Any

from django.conf import settings
from django.http import FileResponse
from django.utils.timezone import now
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions import requests
from accounts.api import callers, keys, schema
from accounts.api.endpoints import Endpoint, checked, parameters, reads
from accounts.api.fields import Name
from accounts.api.files import spooled
from accounts.api.negotiation import AnyFile
from accounts.api.problems import Problem
from accounts.api.rules import Rule
from accounts.domain import tokens
from outcomes import permissions
from outcomes.actions import evidence as actions
from outcomes.actions import evidence_store
from outcomes.api.participants import seen_programme
from outcomes.domain.evidence import Sent
from outcomes.models import Claim
from outcomes.selectors import claims, evidence

OCTETS = "application/octet-stream"


class EvidenceOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "id": 18,
        "claim": 90210,
        "filename": "letter.pdf",
        "kind": "pdf",
        "size": 48211,
        "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "state": "clean",
        "attached_by": "Ann Ray",
        "attached_at": "2026-06-01T06:00:00Z",
        "may_open": True,
    }

    id = serializers.IntegerField(source="attachment.pk")
    claim = serializers.IntegerField(source="attachment.claim_id", help_text="Or one whose place this claim took")
    filename = serializers.SerializerMethodField(help_text="As it was sent; empty where you may not open the file")
    kind = serializers.CharField(source="attachment.file.kind", help_text="By its content")
    size = serializers.IntegerField(source="attachment.file.size")
    digest = serializers.CharField(source="attachment.file.digest", help_text="SHA-256")
    state = serializers.ChoiceField(tuple(evidence.WORDS))
    attached_by = Name(source="attachment.attached_by")
    attached_at = serializers.DateTimeField(source="attachment.attached_at")
    may_open = serializers.BooleanField()

    def get_filename(self, row: evidence.Row) -> str:
        return row.attachment.filename if row.is_named else ""


class EvidenceUploadQuery(serializers.Serializer[Any]):
    filename = serializers.CharField(max_length=200, help_text="By which people will know the file")
    digest = serializers.RegexField(
        "^[0-9a-f]{64}$", required=False, help_text="The SHA-256 that the file must have: nothing is kept otherwise"
    )


UPLOAD = schema.writing(
    "Attach a file of evidence", EvidenceOut, None, Rule(tokens.SUBMIT), 201, False,
    "The body is the file as it is. What it is, is told from its content; what nobody could open, or what could harm "
    "who opens it, is refused with the reason. The same content can be attached to a claim once.",
    body={OCTETS: {"type": "string", "format": "binary"}},
    parameters=[EvidenceUploadQuery],
    leads={"fetchFileEvidence": {"file": "id"}},
)  # fmt: skip
UPLOAD["examples"] = [OpenApiExample("File", value="(the bytes of the file)", request_only=True, media_type=OCTETS)]


def claim_of(request: Request, slug: str, pk: int) -> Claim:
    return claims.find(callers.of(request), seen_programme(request, slug), pk)


class EvidenceList(Endpoint):
    tag = "Participants and claims"

    @reads(
        "List the evidence of a claim", EvidenceOut, many=True, leads={"fetchFileEvidence": {"file": "results/0/id"}}
    )
    def get(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """The files attached to the claim and to those whose place it took, the latest first."""
        return list(evidence.listing(claim_of(request, slug, pk), callers.of(request)).rows)

    @extend_schema(**UPLOAD)
    def post(self, request: Request, *, slug: str, pk: int) -> Any:
        given, user = checked(EvidenceUploadQuery(data=parameters(request))), callers.of(request)
        claim = claim_of(request, slug, pk)
        permissions.require_to_act_for(user, "evidence.attach", claim.programme, claim.agent)
        keys.of(request)
        with spooled(request, settings.MAX_EVIDENCE_BYTES, evidence_store.too_large()) as (file, body):
            if given.get("digest", body) != body:
                raise Problem(422, "other_digest", "The file that came has another digest. Send it again.")

            def act() -> Response:
                made = actions.attach(claim=claim, files=[Sent(given["filename"], file)], by=user, at=now())
                row = next(one for one in evidence.listing(claim, user).rows if one.attachment == made[0])
                return Response(EvidenceOut(row).data, status=201)

            return keys.once(request, requests.digest("POST", request.get_full_path(), body), act)

    post.rule = Rule(tokens.SUBMIT)  # type: ignore[attr-defined]


class EvidenceContent(Endpoint):
    tag = "Participants and claims"
    content_negotiation_class = AnyFile

    @reads("Fetch a file of evidence", EvidenceOut, files={OCTETS: "The file"})
    def get(self, request: Request, given: dict[str, Any], *, slug: str, pk: int, file: int) -> Any:
        """The file itself, for verifiers, the commissioner and the agent; each time is in the audit trail. A file that
        was withdrawn, or that the virus scanner has not passed, is not given: the answer is 409."""
        user = callers.of(request)
        attachment = evidence.find(user, seen_programme(request, slug), pk, file)
        place = actions.hand_out(attachment=attachment, by=user, at=now())
        name, _kind = evidence.handed_out_as(attachment)
        return FileResponse(place.open("rb"), as_attachment=True, filename=name, content_type=OCTETS)
