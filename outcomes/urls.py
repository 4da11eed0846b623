from django.urls import path, register_converter

from outcomes.views.agent_files import agent_files
from outcomes.views.claim_amend import claim_amend
from outcomes.views.claim_detail import claim_detail
from outcomes.views.claim_list import claim_list
from outcomes.views.claim_new import claim_new
from outcomes.views.claim_withdraw import claim_withdraw
from outcomes.views.column_name import column_name
from outcomes.views.evidence_attach import evidence_attach
from outcomes.views.evidence_download import evidence_download
from outcomes.views.evidence_list import evidence_list
from outcomes.views.evidence_withdraw import evidence_withdraw
from outcomes.views.identity_upload import identity_upload
from outcomes.views.item_answer import item_answer
from outcomes.views.item_appeal import item_appeal
from outcomes.views.item_appeal_decide import item_appeal_decide
from outcomes.views.item_ask import item_ask
from outcomes.views.item_check import item_check
from outcomes.views.item_confirm import item_confirm
from outcomes.views.item_detail import item_detail
from outcomes.views.item_list import item_list
from outcomes.views.measurement_batch import measurement_batch
from outcomes.views.measurement_correct import measurement_correct
from outcomes.views.measurement_decide import measurement_decide
from outcomes.views.measurement_detail import measurement_detail
from outcomes.views.measurement_file import measurement_file
from outcomes.views.measurement_list import measurement_list
from outcomes.views.measurement_report import measurement_report
from outcomes.views.measurement_template import measurement_template
from outcomes.views.participant_exit import participant_exit
from outcomes.views.participant_transfer import participant_transfer
from outcomes.views.period_close import period_close
from outcomes.views.period_detail import period_detail
from outcomes.views.period_exception import period_exception
from outcomes.views.period_list import period_list
from outcomes.views.period_window import period_window
from outcomes.views.period_windows import period_windows
from outcomes.views.person_question_answer import person_question_answer
from outcomes.views.person_question_list import person_question_list
from outcomes.views.plan_check_everything import plan_check_everything
from outcomes.views.plan_detail import plan_detail
from outcomes.views.plan_draw import plan_draw
from outcomes.views.plan_find import plan_find
from outcomes.views.plan_finish import plan_finish
from outcomes.views.plan_give_up import plan_give_up
from outcomes.views.plan_list import plan_list
from outcomes.views.plan_match import plan_match
from outcomes.views.plan_new import plan_new
from outcomes.views.plan_population import plan_population
from outcomes.views.plan_redraw import plan_redraw
from outcomes.views.question_answer import question_answer
from outcomes.views.question_list import question_list
from outcomes.views.register_detail import register_detail
from outcomes.views.register_list import register_list
from outcomes.views.register_upload import register_upload
from outcomes.views.sandbox import sandbox
from outcomes.views.submission_cancel import submission_cancel
from outcomes.views.submission_columns import submission_columns
from outcomes.views.submission_detail import submission_detail
from outcomes.views.submission_errors import submission_errors
from outcomes.views.submission_list import submission_list
from outcomes.views.submission_new import submission_new
from outcomes.views.submission_progress import submission_progress
from outcomes.views.submission_take import submission_take
from outcomes.views.submission_template import submission_template
from outcomes.views.transfer_answer import transfer_answer
from outcomes.views.unclaimed_answer import unclaimed_answer
from outcomes.views.unclaimed_list import unclaimed_list


class FileExtension:
    """The two forms in which the rejected rows can be had."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FileExtension, "file_extension")

app_name = "outcomes"
urlpatterns = [
    path("sandbox/", sandbox, name="sandbox"),
    path("submissions/", submission_list, name="submission_list"),
    path("submissions/new/", submission_new, name="submission_new"),
    path(
        "submissions/template/<slug:kind>.<file_extension:extension>", submission_template, name="submission_template"
    ),
    path("submissions/<int:submission_id>/", submission_detail, name="submission_detail"),
    path("submissions/<int:submission_id>/progress/", submission_progress, name="submission_progress"),
    path("submissions/<int:submission_id>/columns/", submission_columns, name="submission_columns"),
    path("submissions/<int:submission_id>/take/", submission_take, name="submission_take"),
    path("submissions/<int:submission_id>/cancel/", submission_cancel, name="submission_cancel"),
    path("submissions/<int:submission_id>/questions/", question_list, name="question_list"),
    path("submissions/<int:submission_id>/questions/<int:pk>/", question_answer, name="question_answer"),
    path("submissions/of/<slug:code>/", agent_files, name="agent_files"),
    path("submissions/columns/<int:pk>/", column_name, name="column_name"),
    path(
        "submissions/<int:submission_id>/errors.<file_extension:extension>", submission_errors, name="submission_errors"
    ),
    path("claims/", claim_list, name="claim_list"),
    path("claims/<int:claim_id>/", claim_detail, name="claim_detail"),
    path("claims/new/", claim_new, name="claim_new"),
    path("claims/<int:claim_id>/amend/", claim_amend, name="claim_amend"),
    path("claims/<int:claim_id>/withdraw/", claim_withdraw, name="claim_withdraw"),
    path("claims/<int:claim_id>/evidence/", evidence_list, name="evidence_list"),
    path("claims/<int:claim_id>/evidence/attach/", evidence_attach, name="evidence_attach"),
    path("claims/<int:claim_id>/evidence/<int:pk>/", evidence_download, name="evidence_download"),
    path("claims/<int:claim_id>/evidence/<int:pk>/withdraw/", evidence_withdraw, name="evidence_withdraw"),
    path("participants/<int:participant_id>/exit/", participant_exit, name="participant_exit"),
    path("participants/<int:participant_id>/handover/", participant_transfer, name="participant_transfer"),
    path("handovers/<int:transfer_id>/", transfer_answer, name="transfer_answer"),
    path("identifiers/", identity_upload, name="identity_upload"),
    path("questions/", person_question_list, name="person_question_list"),
    path("questions/<int:question_id>/", person_question_answer, name="person_question_answer"),
    path("unclaimed/", unclaimed_list, name="unclaimed_list"),
    path(
        "unclaimed/<int:participant_id>/<slug:outcome>/<str:day>/<int:sequence>/",
        unclaimed_answer,
        name="unclaimed_answer",
    ),
    path("registers/", register_list, name="register_list"),
    path("registers/upload/", register_upload, name="register_upload"),
    path("registers/<int:extract_id>/", register_detail, name="register_detail"),
    path("periods/", period_list, name="period_list"),
    path("periods/windows/", period_windows, name="period_windows"),
    path("periods/of/<slug:period>/", period_detail, name="period_detail"),
    path("periods/of/<slug:period>/window/", period_window, name="period_window"),
    path("periods/of/<slug:period>/close/", period_close, name="period_close"),
    path("periods/of/<slug:period>/exception/", period_exception, name="period_exception"),
    path("figures/", measurement_list, name="measurement_list"),
    path("figures/report/<slug:metric>/<slug:covers>/<slug:whose>/", measurement_report, name="measurement_report"),
    path("figures/file/", measurement_file, name="measurement_file"),
    path("figures/file/to-fill-in.csv", measurement_template, name="measurement_template"),
    path("figures/file/<int:pk>/", measurement_batch, name="measurement_batch"),
    path("figures/<int:pk>/", measurement_detail, name="measurement_detail"),
    path("figures/<int:pk>/correct/", measurement_correct, name="measurement_correct"),
    path("figures/<int:pk>/decide/", measurement_decide, name="measurement_decide"),
    path("verification/", plan_list, name="plan_list"),
    path("verification/new/", plan_new, name="plan_new"),
    path("verification/<int:number>/", plan_detail, name="plan_detail"),
    path("verification/<int:number>/draw/", plan_draw, name="plan_draw"),
    path("verification/<int:number>/redraw/", plan_redraw, name="plan_redraw"),
    path("verification/<int:number>/claims-<int:drawing>.tsv", plan_population, name="plan_population"),
    path("verification/<int:number>/everything/<slug:agent>/", plan_check_everything, name="plan_check_everything"),
    path("verification/<int:number>/finding/<slug:agent>/", plan_find, name="plan_find"),
    path("verification/<int:number>/finish/", plan_finish, name="plan_finish"),
    path("verification/<int:number>/give-up/", plan_give_up, name="plan_give_up"),
    path("verification/<int:number>/register/", plan_match, name="plan_match"),
    path("verification/<int:number>/checks/", item_list, name="item_list"),
    path("verification/checks/<int:pk>/", item_detail, name="item_detail"),
    path("verification/checks/<int:pk>/check/", item_check, name="item_check"),
    path("verification/checks/<int:pk>/ask/", item_ask, name="item_ask"),
    path("verification/checks/<int:pk>/confirm/", item_confirm, name="item_confirm"),
    path("verification/checks/<int:pk>/answer/<int:asked>/", item_answer, name="item_answer"),
    path("verification/checks/<int:pk>/appeal/", item_appeal, name="item_appeal"),
    path("verification/checks/<int:pk>/appeal/decide/", item_appeal_decide, name="item_appeal_decide"),
]
