from django.urls import path

from delivery.views.activity_add import activity_add
from delivery.views.activity_correct import activity_correct
from delivery.views.activity_list import activity_list
from delivery.views.activity_upload import activity_upload
from delivery.views.assignment_add import assignment_add
from delivery.views.assignment_upload import assignment_upload
from delivery.views.contact import contact
from delivery.views.disclosure_rule_list import disclosure_rule_list
from delivery.views.disclosure_rule_set import disclosure_rule_set
from delivery.views.key_worker_add import key_worker_add
from delivery.views.key_worker_edit import key_worker_edit
from delivery.views.key_worker_list import key_worker_list
from delivery.views.lead_terms_state import lead_terms_state
from delivery.views.milestone_add import milestone_add
from delivery.views.milestone_report import milestone_report
from delivery.views.participant_detail import participant_detail
from delivery.views.participant_list import participant_list
from delivery.views.participant_reclassify import participant_reclassify
from delivery.views.partner_add import partner_add
from delivery.views.partner_detail import partner_detail
from delivery.views.partner_edit import partner_edit
from delivery.views.partner_list import partner_list
from delivery.views.partner_sign import partner_sign
from delivery.views.plan import plan
from delivery.views.secondment_add import secondment_add
from delivery.views.secondment_list import secondment_list
from delivery.views.training_add import training_add
from delivery.views.training_edit import training_edit
from delivery.views.training_list import training_list

app_name = "delivery"
urlpatterns = [
    path("participants/", participant_list, name="participant_list"),
    path("participants/<int:participant_id>/", participant_detail, name="participant_detail"),
    path("participants/<int:participant_id>/segment/", participant_reclassify, name="participant_reclassify"),
    path("small-counts/", disclosure_rule_list, name="disclosure_rule_list"),
    path("small-counts/set/", disclosure_rule_set, name="disclosure_rule_set"),
    path("delivery/partners/", partner_list, name="partner_list"),
    path("delivery/partners/add/", partner_add, name="partner_add"),
    path("delivery/partners/agreed/", lead_terms_state, name="lead_terms_state"),
    path("delivery/partners/<int:partner_id>/", partner_detail, name="partner_detail"),
    path("delivery/partners/<int:partner_id>/edit/", partner_edit, name="partner_edit"),
    path("delivery/partners/<int:partner_id>/sign/", partner_sign, name="partner_sign"),
    path("delivery/key-workers/", key_worker_list, name="key_worker_list"),
    path("delivery/key-workers/add/", key_worker_add, name="key_worker_add"),
    path("delivery/key-workers/<int:worker_id>/edit/", key_worker_edit, name="key_worker_edit"),
    path("delivery/assignments/upload/", assignment_upload, name="assignment_upload"),
    path("delivery/assignments/add/", assignment_add, name="assignment_add"),
    path("delivery/secondments/", secondment_list, name="secondment_list"),
    path("delivery/secondments/add/", secondment_add, name="secondment_add"),
    path("delivery/training/", training_list, name="training_list"),
    path("delivery/training/add/", training_add, name="training_add"),
    path("delivery/training/<int:training_id>/edit/", training_edit, name="training_edit"),
    path("delivery/plan/", plan, name="plan"),
    path("delivery/plan/add/", milestone_add, name="milestone_add"),
    path("delivery/plan/<int:milestone_id>/report/", milestone_report, name="milestone_report"),
    path("delivery/activity/", activity_list, name="activity_list"),
    path("delivery/activity/add/", activity_add, name="activity_add"),
    path("delivery/activity/upload/", activity_upload, name="activity_upload"),
    path("delivery/activity/<int:activity_id>/correct/", activity_correct, name="activity_correct"),
    path("delivery/contact/", contact, name="contact"),
]
