"""Pages of a programme's stages, findings and members, under /programmes/."""

from django.urls import URLPattern, path

from stages.views.action_add import action_add
from stages.views.action_check import action_check
from stages.views.action_done import action_done
from stages.views.analysis_add import analysis_add
from stages.views.analysis_edit import analysis_edit
from stages.views.analysis_list import analysis_list
from stages.views.assumption_add import assumption_add
from stages.views.assumption_edit import assumption_edit
from stages.views.candidate_add import candidate_add
from stages.views.candidate_detail import candidate_detail
from stages.views.candidate_letter import candidate_letter
from stages.views.candidate_moderate import candidate_moderate
from stages.views.candidate_score import candidate_score
from stages.views.cash_edit import cash_edit
from stages.views.conflict_declare import conflict_declare
from stages.views.consortium_edit import consortium_edit
from stages.views.contact_add import contact_add
from stages.views.criterion_fallen import criterion_fallen
from stages.views.diligence_edit import diligence_edit
from stages.views.engagement import engagement
from stages.views.engagement_plan import engagement_plan
from stages.views.engagement_settings import engagement_settings
from stages.views.export_ask import export_ask
from stages.views.export_file import export_file
from stages.views.export_list import export_list
from stages.views.finding_answer import finding_answer
from stages.views.finding_close import finding_close
from stages.views.finding_detail import finding_detail
from stages.views.finding_list import finding_list
from stages.views.finding_raise import finding_raise
from stages.views.finding_reply import finding_reply
from stages.views.fit import fit
from stages.views.fit_compare import fit_compare
from stages.views.fit_pdf import fit_pdf
from stages.views.fit_question import fit_question
from stages.views.fit_result import fit_result
from stages.views.gate_ask import gate_ask
from stages.views.gate_confirm import gate_confirm
from stages.views.gate_decide import gate_decide
from stages.views.goals import goals
from stages.views.goals_edit import goals_edit
from stages.views.goals_own import goals_own
from stages.views.goals_rank import goals_rank
from stages.views.horizon_add import horizon_add
from stages.views.horizon_answer import horizon_answer
from stages.views.horizon_edit import horizon_edit
from stages.views.horizon_list import horizon_list
from stages.views.lesson_list import lesson_list
from stages.views.lesson_offers import lesson_offers
from stages.views.lesson_set_aside import lesson_set_aside
from stages.views.lesson_use import lesson_use
from stages.views.lesson_write import lesson_write
from stages.views.member_remove import member_remove
from stages.views.members import members
from stages.views.practice_add import practice_add
from stages.views.practice_edit import practice_edit
from stages.views.practice_list import practice_list
from stages.views.programme_history import programme_history
from stages.views.programme_new import programme_new
from stages.views.purpose import purpose
from stages.views.risk_state import risk_state
from stages.views.selection import selection
from stages.views.selection_award import selection_award
from stages.views.selection_criteria import selection_criteria
from stages.views.selection_decision import selection_decision
from stages.views.selection_sensitivity import selection_sensitivity
from stages.views.stage_detail import stage_detail
from stages.views.stage_history import stage_history
from stages.views.stage_pause import stage_pause
from stages.views.stage_reopen import stage_reopen
from stages.views.stakeholder_add import stakeholder_add
from stages.views.stakeholder_bring_back import stakeholder_bring_back
from stages.views.stakeholder_detail import stakeholder_detail
from stages.views.stakeholder_edit import stakeholder_edit
from stages.views.stakeholder_leave import stakeholder_leave
from stages.views.stakeholder_list import stakeholder_list
from stages.views.visit_compare import visit_compare

app_name = "stages"

STAGE = "<slug:slug>/stages/<int:stage>/"
FIRST = "<slug:slug>/stages/1/"
STAKEHOLDER = f"{FIRST}stakeholders/<int:stakeholder_id>/"
THIRD = "<slug:slug>/stages/3/"
CANDIDATE = STAGE + "candidates/<int:candidate_id>/"
AGENT = THIRD + "candidates/<int:candidate_id>/"
FINDING = "<slug:slug>/findings/<int:number>/"
ACTION = FINDING + "actions/<int:action_id>/"


def kept_alike(code: str, address: str) -> list[URLPattern]:
    """The three pages of a register of stages.forms.analysis."""
    return [
        path(f"{FIRST}{address}/", analysis_list, {"code": code}, name=f"{code}_list"),
        path(f"{FIRST}{address}/add/", analysis_add, {"code": code}, name=f"{code}_add"),
        path(f"{FIRST}{address}/<int:record_id>/edit/", analysis_edit, {"code": code}, name=f"{code}_edit"),
    ]


urlpatterns = [
    path("new/", programme_new, name="programme_new"),
    path(STAGE, stage_detail, name="stage_detail"),
    path(f"{STAGE}history/", stage_history, name="stage_history"),
    path(f"{STAGE}visits/compare/", visit_compare, name="visit_compare"),
    path("<slug:slug>/history/", programme_history, name="programme_history"),
    path("<slug:slug>/exports/", export_list, name="export_list"),
    path("<slug:slug>/exports/new/", export_ask, name="export_ask"),
    path("<slug:slug>/exports/<int:pk>/file/", export_file, name="export_file"),
    path(f"{STAGE}gate/ask/", gate_ask, name="gate_ask"),
    path(f"{STAGE}gate/<int:number>/decide/", gate_decide, name="gate_decide"),
    path(f"{STAGE}gate/criteria/<slug:code>/", gate_confirm, name="gate_confirm"),
    path(f"{STAGE}gate/criteria/<slug:code>/fallen/", criterion_fallen, name="criterion_fallen"),
    path(f"{STAGE}reopen/", stage_reopen, name="stage_reopen"),
    path(f"{STAGE}pause/", stage_pause, name="stage_pause"),
    path(f"{FIRST}purpose/", purpose, name="purpose"),
    path(f"{FIRST}fit/", fit, name="fit"),
    path(f"{FIRST}fit/compare/", fit_compare, name="fit_compare"),
    path(f"{FIRST}fit/<int:assessment_id>/", fit_result, name="fit_result"),
    path(f"{FIRST}fit/<int:assessment_id>/pdf/", fit_pdf, name="fit_pdf"),
    path(f"{FIRST}fit/<int:assessment_id>/questions/<int:number>/", fit_question, name="fit_question"),
    path(f"{FIRST}stakeholders/", stakeholder_list, name="stakeholder_list"),
    path(f"{FIRST}stakeholders/add/", stakeholder_add, name="stakeholder_add"),
    path(STAKEHOLDER, stakeholder_detail, name="stakeholder_detail"),
    path(f"{STAKEHOLDER}edit/", stakeholder_edit, name="stakeholder_edit"),
    path(f"{STAKEHOLDER}leave/", stakeholder_leave, name="stakeholder_leave"),
    path(f"{STAKEHOLDER}bring-back/", stakeholder_bring_back, name="stakeholder_bring_back"),
    path(f"{STAKEHOLDER}contacts/add/", contact_add, name="contact_add"),
    path(f"{STAKEHOLDER}engagement/", engagement_plan, name="engagement_plan"),
    path(f"{FIRST}engagement/", engagement, name="engagement"),
    path(f"{FIRST}engagement/settings/", engagement_settings, name="engagement_settings"),
    path(f"{FIRST}practice/", practice_list, name="practice_list"),
    path(f"{FIRST}practice/add/", practice_add, name="practice_add"),
    path(f"{FIRST}practice/<int:entry_id>/edit/", practice_edit, name="practice_edit"),
    path(f"{FIRST}lessons/", lesson_offers, name="lesson_offers"),
    path(f"{FIRST}lessons/<int:entry_id>/use/", lesson_use, name="lesson_use"),
    path(f"{FIRST}lessons/<int:entry_id>/set-aside/", lesson_set_aside, name="lesson_set_aside"),
    path("<slug:slug>/stages/7/lessons/", lesson_list, name="lesson_list"),
    path("<slug:slug>/stages/7/lessons/write/", lesson_write, name="lesson_write"),
    path(f"{FIRST}horizon/", horizon_list, name="horizon_list"),
    path(f"{FIRST}horizon/add/", horizon_add, name="horizon_add"),
    path(f"{FIRST}horizon/<int:entry_id>/edit/", horizon_edit, name="horizon_edit"),
    path(f"{FIRST}horizon/<int:entry_id>/answer/", horizon_answer, name="horizon_answer"),
    *kept_alike("challenge", "challenges"),
    *kept_alike("baseline", "baseline"),
    *kept_alike("data_source", "data-access"),
    *kept_alike("appraisal", "alternatives"),
    path(f"{STAGE}candidates/", selection, name="selection"),
    path(f"{STAGE}candidates/add/", candidate_add, name="candidate_add"),
    path(f"{STAGE}candidates/score/", candidate_score, name="candidate_score"),
    path(f"{STAGE}candidates/criteria/", selection_criteria, name="selection_criteria"),
    path(f"{STAGE}candidates/declarations/", conflict_declare, name="conflict_declare"),
    path(f"{STAGE}candidates/sensitivity/", selection_sensitivity, name="selection_sensitivity"),
    path(f"{STAGE}candidates/award/", selection_award, name="selection_award"),
    path(CANDIDATE, candidate_detail, name="candidate_detail"),
    path(f"{CANDIDATE}moderate/", candidate_moderate, name="candidate_moderate"),
    path(f"{CANDIDATE}due-diligence/", diligence_edit, name="diligence_edit"),
    path(f"{CANDIDATE}letter/", candidate_letter, name="candidate_letter"),
    path(f"{AGENT}cash/", cash_edit, name="cash_edit"),
    path(f"{AGENT}consortium/", consortium_edit, name="consortium_edit"),
    path(f"{AGENT}assumptions/add/", assumption_add, name="assumption_add"),
    path(f"{AGENT}assumptions/<int:assumption_id>/edit/", assumption_edit, name="assumption_edit"),
    path(f"{THIRD}goals/", goals, name="goals"),
    path(f"{THIRD}goals/own/", goals_own, name="goals_own"),
    path(f"{THIRD}goals/edit/", goals_edit, name="goals_edit"),
    path(f"{THIRD}goals/<slug:party>/rank/", goals_rank, name="goals_rank"),
    path(f"{THIRD}goals/<slug:party>/risk/", risk_state, name="risk_state"),
    path(f"{STAGE}candidates/decide/", selection_decision, name="selection_decision"),
    path("<slug:slug>/findings/", finding_list, name="finding_list"),
    path("<slug:slug>/findings/raise/", finding_raise, name="finding_raise"),
    path(FINDING, finding_detail, name="finding_detail"),
    path(f"{FINDING}reply/", finding_reply, name="finding_reply"),
    path(f"{FINDING}answer/", finding_answer, name="finding_answer"),
    path(f"{FINDING}close/", finding_close, name="finding_close"),
    path(f"{FINDING}actions/add/", action_add, name="action_add"),
    path(f"{ACTION}done/", action_done, name="action_done"),
    path(f"{ACTION}check/", action_check, name="action_check"),
    path("<slug:slug>/members/", members, name="members"),
    path("<slug:slug>/members/<int:membership_id>/remove/", member_remove, name="member_remove"),
]
