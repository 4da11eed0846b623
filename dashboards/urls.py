from django.urls import path

from dashboards.views.findings_dashboard import findings_dashboard
from dashboards.views.findings_dashboard_csv import findings_dashboard_csv
from dashboards.views.programme_detail import programme_detail
from dashboards.views.programme_list import programme_list
from dashboards.views.report_file import report_file
from dashboards.views.report_list import report_list
from dashboards.views.report_make import report_make, report_make_pack
from dashboards.views.report_plan import report_plan
from dashboards.views.your_work import your_work

app_name = "dashboards"
urlpatterns = [
    path("", your_work, name="your_work"),
    path("programmes/", programme_list, name="programme_list"),
    path("programmes/<slug:slug>/", programme_detail, name="programme_detail"),
    path("programmes/<slug:slug>/dashboard/", findings_dashboard, name="findings_dashboard"),
    path("programmes/<slug:slug>/dashboard/<slug:table>.csv", findings_dashboard_csv, name="findings_dashboard_csv"),
    path("programmes/<slug:slug>/reports/", report_list, name="report_list"),
    path("programmes/<slug:slug>/reports/make/", report_make, name="report_make"),
    path("programmes/<slug:slug>/reports/make/meeting/<int:number>/", report_make_pack, name="report_make_pack"),
    path("programmes/<slug:slug>/reports/plan/", report_plan, name="report_plan"),
    path("programmes/<slug:slug>/reports/<int:pk>/pdf/", report_file, name="report_file"),
]
