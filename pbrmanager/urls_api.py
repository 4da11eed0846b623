"""Every address of the interface for other systems, /api/v1/."""

from django.urls import path, re_path

from accounts.api.nowhere import Nowhere
from contracts.api import versions
from expertbody.api import meetings
from monitoring.api import comparators, targets, verdicts
from outcomes.api import claims, evidence, participants, rejected_rows, sandboxes, submissions, verification
from payments.api import bank_accounts, explanations, payment_runs, pricing, sign_offs, statements
from pbrmanager.views import api
from stages.api import exports, findings, packs, programmes, stages

app_name = "api"

ONE = "programmes/<slug:slug>/"
STAGE = f"{ONE}stages/<int:stage>/"
FINDING = f"{ONE}findings/<int:number>/"
SUBMISSION = f"{ONE}submissions/<int:pk>/"
CLAIM = f"{ONE}claims/<int:pk>/"
CHECK = f"{ONE}verification/checks/<int:pk>/"
RUN = f"{ONE}payment-runs/<int:number>/"
ACCOUNT = f"{ONE}bank-accounts/<int:pk>/"
EXPORT = f"{ONE}exports/<int:pk>/"
STATEMENT = f"{ONE}statements/<int:pk>/"

urlpatterns = [
    path("schema/", api.schema, name="schema"),
    path("docs/", api.docs, name="docs"),
    path("packs/", packs.PackList.as_view(), name="pack_list"),
    path("programmes/", programmes.ProgrammeList.as_view(), name="programme_list"),
    path(ONE, programmes.ProgrammeDetail.as_view(), name="programme_detail"),
    path(f"{ONE}sandbox/", sandboxes.SandboxList.as_view(), name="sandbox"),
    path(f"{ONE}stages/", stages.StageList.as_view(), name="stage_list"),
    path(STAGE, stages.StageDetail.as_view(), name="stage_detail"),
    path(f"{STAGE}gate-requests/", stages.StageGateRequest.as_view(), name="stage_gate_request"),
    path(f"{STAGE}close/", stages.StageClose.as_view(), name="stage_close"),
    path(f"{STAGE}reopen/", stages.StageReopen.as_view(), name="stage_reopen"),
    path(f"{ONE}findings/", findings.FindingList.as_view(), name="finding_list"),
    path(FINDING, findings.FindingDetail.as_view(), name="finding_detail"),
    path(f"{FINDING}replies/", findings.FindingReplyList.as_view(), name="finding_reply_list"),
    path(f"{FINDING}answer/", findings.FindingAnswer.as_view(), name="finding_answer"),
    path(f"{ONE}meetings/", meetings.MeetingList.as_view(), name="meeting_list"),
    path(f"{ONE}meetings/<int:number>/", meetings.MeetingDetail.as_view(), name="meeting_detail"),
    path(f"{ONE}participants/", participants.ParticipantList.as_view(), name="participant_list"),
    path(f"{ONE}participants/<int:pk>/", participants.ParticipantDetail.as_view(), name="participant_detail"),
    path(f"{ONE}submissions/", submissions.SubmissionList.as_view(), name="submission_list"),
    path(SUBMISSION, submissions.SubmissionDetail.as_view(), name="submission_detail"),
    path(f"{SUBMISSION}errors/", rejected_rows.SubmissionErrors.as_view(), name="submission_errors"),
    path(f"{SUBMISSION}take/", submissions.SubmissionTake.as_view(), name="submission_take"),
    path(f"{SUBMISSION}cancel/", submissions.SubmissionCancel.as_view(), name="submission_cancel"),
    path(f"{ONE}claims/", claims.ClaimList.as_view(), name="claim_list"),
    path(CLAIM, claims.ClaimDetail.as_view(), name="claim_detail"),
    path(f"{CLAIM}amend/", claims.ClaimAmend.as_view(), name="claim_amend"),
    path(f"{CLAIM}withdraw/", claims.ClaimWithdraw.as_view(), name="claim_withdraw"),
    path(f"{CLAIM}evidence/", evidence.EvidenceList.as_view(), name="evidence_list"),
    path(f"{CLAIM}evidence/<int:file>/file/", evidence.EvidenceContent.as_view(), name="evidence_file"),
    path(f"{CLAIM}explanation/", explanations.ClaimExplanation.as_view(), name="claim_explanation"),
    path(f"{ONE}participants/<int:pk>/explanation/", explanations.StartExplanation.as_view(), name="start_explanation"),
    path(f"{ONE}contract/versions/", versions.VersionList.as_view(), name="version_list"),
    path(f"{ONE}contract/versions/<int:number>/", versions.VersionDetail.as_view(), name="version_detail"),
    path(f"{ONE}verification/", verification.PlanList.as_view(), name="plan_list"),
    path(f"{ONE}verification/<int:number>/", verification.PlanDetail.as_view(), name="plan_detail"),
    path(f"{ONE}verification/<int:number>/checks/", verification.CheckList.as_view(), name="check_list"),
    path(CHECK, verification.CheckDetail.as_view(), name="check_detail"),
    path(f"{CHECK}requests/<int:asked>/answer/", verification.EvidenceAnswerList.as_view(), name="evidence_answer"),
    path(f"{ONE}statements/", statements.StatementList.as_view(), name="statement_list"),
    path(STATEMENT, statements.StatementDetail.as_view(), name="statement_detail"),
    path(f"{STATEMENT}propose/", statements.StatementPropose.as_view(), name="statement_propose"),
    path(f"{STATEMENT}accept/", statements.StatementAccept.as_view(), name="statement_accept"),
    path(f"{STATEMENT}queries/", statements.StatementQueryList.as_view(), name="statement_query"),
    path(f"{STATEMENT}queries/<int:query>/answer/", statements.StatementQueryAnswer.as_view(), name="query_answer"),
    path(f"{STATEMENT}sign-off/", sign_offs.StatementSign.as_view(), name="statement_sign"),
    path(f"{ONE}pricing/", pricing.PricingList.as_view(), name="pricing_list"),
    path(f"{ONE}bank-accounts/", bank_accounts.BankAccountList.as_view(), name="account_list"),
    path(f"{ACCOUNT}decide/", bank_accounts.BankAccountDecide.as_view(), name="account_decide"),
    path(f"{ONE}payment-runs/", payment_runs.RunList.as_view(), name="run_list"),
    path(RUN, payment_runs.RunDetail.as_view(), name="run_detail"),
    path(f"{RUN}release/", payment_runs.RunRelease.as_view(), name="run_release"),
    path(f"{RUN}file/", payment_runs.RunFile.as_view(), name="run_file"),
    path(f"{RUN}response/", payment_runs.RunResponse.as_view(), name="run_response"),
    path(f"{RUN}reconcile/", payment_runs.RunReconcile.as_view(), name="run_reconcile"),
    path(f"{ONE}comparators/", comparators.ComparatorList.as_view(), name="comparator_list"),
    path(f"{ONE}comparators/<int:number>/", comparators.ComparatorDetail.as_view(), name="comparator_detail"),
    path(f"{ONE}comparators/<int:number>/remove/", comparators.ComparatorRemove.as_view(), name="comparator_remove"),
    path(f"{ONE}targets/", targets.TargetList.as_view(), name="target_list"),
    path(f"{ONE}targets/<slug:code>/", targets.TargetDetail.as_view(), name="target_detail"),
    path(f"{ONE}verdicts/", verdicts.VerdictList.as_view(), name="verdict_list"),
    path(f"{ONE}verdicts/<slug:code>/", verdicts.VerdictDetail.as_view(), name="verdict_detail"),
    path(f"{ONE}flags/", targets.FlagList.as_view(), name="flag_list"),
    path(f"{ONE}exports/", exports.ExportList.as_view(), name="export_list"),
    path(EXPORT, exports.ExportDetail.as_view(), name="export_detail"),
    path(f"{EXPORT}file/", exports.ExportFile.as_view(), name="export_file"),
    re_path(r"^[\s\S]*\Z", Nowhere.as_view(), name="nowhere"),
]
