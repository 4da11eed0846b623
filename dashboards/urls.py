from django.urls import path

from dashboards.views.findings_dashboard import findings_dashboard
from dashboards.views.findings_dashboard_csv import findings_dashboard_csv
from dashboards.views.programme_detail import programme_detail
from dashboards.views.programme_list import programme_list
from dashboards.views.your_work import your_work

app_name = "dashboards"
urlpatterns = [
    path("", your_work, name="your_work"),
    path("programmes/", programme_list, name="programme_list"),
    path("programmes/<slug:slug>/", programme_detail, name="programme_detail"),
    path("programmes/<slug:slug>/dashboard/", findings_dashboard, name="findings_dashboard"),
    path("programmes/<slug:slug>/dashboard/<slug:table>.csv", findings_dashboard_csv, name="findings_dashboard_csv"),
]
