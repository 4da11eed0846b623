from django.urls import path

from monitoring.views.comparator_detail import comparator_detail
from monitoring.views.comparator_draft import comparator_draft
from monitoring.views.comparator_fields import comparator_fields
from monitoring.views.comparator_list import comparator_list
from monitoring.views.comparator_remove import comparator_remove
from monitoring.views.comparator_upload import comparator_upload
from monitoring.views.data_file import data_file
from monitoring.views.data_list import data_list
from monitoring.views.flag_list import flag_list
from monitoring.views.gaming_indicators import gaming_indicators
from monitoring.views.gaming_list import gaming_list
from monitoring.views.gaming_question import gaming_question
from monitoring.views.gaming_settle import gaming_settle
from monitoring.views.intervention_begin import intervention_begin
from monitoring.views.intervention_detail import intervention_detail
from monitoring.views.intervention_fulfil import intervention_fulfil
from monitoring.views.intervention_list import intervention_list
from monitoring.views.intervention_promise import intervention_promise
from monitoring.views.intervention_reply import intervention_reply
from monitoring.views.intervention_step import intervention_step
from monitoring.views.monitor_run_list import monitor_run_list
from monitoring.views.monitor_run_now import monitor_run_now
from monitoring.views.planning import planning
from monitoring.views.publication_publish import publication_publish
from monitoring.views.publication_take_off import publication_take_off
from monitoring.views.target_csv import target_csv
from monitoring.views.target_detail import target_detail
from monitoring.views.target_list import target_list
from monitoring.views.verdict_csv import verdict_csv
from monitoring.views.verdict_detail import verdict_detail
from monitoring.views.verdict_list import verdict_list

app_name = "monitoring"
ONE = "interventions/<int:number>/"
COMPARATOR = "comparators/<int:number>/"
urlpatterns = [
    path("comparators/", comparator_list, name="comparator_list"),
    path("comparators/send/", comparator_upload, name="comparator_upload"),
    path(COMPARATOR, comparator_detail, name="comparator_detail"),
    path(f"{COMPARATOR}fields/", comparator_fields, name="comparator_fields"),
    path(f"{COMPARATOR}draft/", comparator_draft, name="comparator_draft"),
    path(f"{COMPARATOR}remove/", comparator_remove, name="comparator_remove"),
    path("flags/", flag_list, name="flag_list"),
    path("planning/", planning, name="planning"),
    path("questions/", gaming_list, name="gaming_list"),
    path("questions/looked-for/", gaming_indicators, name="gaming_indicators"),
    path("questions/<int:number>/", gaming_question, name="gaming_question"),
    path("questions/<int:number>/settle/", gaming_settle, name="gaming_settle"),
    path("interventions/", intervention_list, name="intervention_list"),
    path("interventions/begin/", intervention_begin, name="intervention_begin"),
    path(ONE, intervention_detail, name="intervention_detail"),
    path(f"{ONE}step/", intervention_step, name="intervention_step"),
    path(f"{ONE}plan/add/", intervention_promise, name="intervention_promise"),
    path(f"{ONE}plan/<int:measure>/done/", intervention_fulfil, name="intervention_fulfil"),
    path(f"{ONE}reply/", intervention_reply, name="intervention_reply"),
    path("runs/", monitor_run_list, name="monitor_run_list"),
    path("runs/now/", monitor_run_now, name="monitor_run_now"),
    path("data/", data_list, name="data_list"),
    path("data/publish/", publication_publish, name="publication_publish"),
    path("data/take-off/", publication_take_off, name="publication_take_off"),
    path("data/files/<str:file>", data_file, name="data_file"),
    path("targets/", target_list, name="target_list"),
    path("targets/<slug:code>/", target_detail, name="target_detail"),
    path("targets/<slug:code>/<slug:table>.csv", target_csv, name="target_csv"),
    path("verdicts/", verdict_list, name="verdict_list"),
    path("verdicts/<slug:code>/", verdict_detail, name="verdict_detail"),
    path("verdicts/<slug:code>/<slug:table>.csv", verdict_csv, name="verdict_csv"),
]
