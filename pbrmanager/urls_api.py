"""Every address of the interface for other systems, /api/v1/."""

from django.urls import path

from accounts.api.nowhere import Nowhere
from pbrmanager.views import api
from stages.api import findings, programmes, stages

app_name = "api"

ONE = "programmes/<slug:slug>/"
STAGE = f"{ONE}stages/<int:stage>/"
FINDING = f"{ONE}findings/<int:number>/"

urlpatterns = [
    path("schema/", api.schema, name="schema"),
    path("docs/", api.docs, name="docs"),
    path("programmes/", programmes.ProgrammeList.as_view(), name="programme_list"),
    path(ONE, programmes.ProgrammeDetail.as_view(), name="programme_detail"),
    path(f"{ONE}stages/", stages.StageList.as_view(), name="stage_list"),
    path(STAGE, stages.StageDetail.as_view(), name="stage_detail"),
    path(f"{STAGE}gate-requests/", stages.StageGateRequest.as_view(), name="stage_gate_request"),
    path(f"{STAGE}close/", stages.StageClose.as_view(), name="stage_close"),
    path(f"{STAGE}reopen/", stages.StageReopen.as_view(), name="stage_reopen"),
    path(f"{ONE}findings/", findings.FindingList.as_view(), name="finding_list"),
    path(FINDING, findings.FindingDetail.as_view(), name="finding_detail"),
    path(f"{FINDING}replies/", findings.FindingReplyList.as_view(), name="finding_reply_list"),
    path(f"{FINDING}answer/", findings.FindingAnswer.as_view(), name="finding_answer"),
    path("<path:rest>", Nowhere.as_view(), name="nowhere"),
]
