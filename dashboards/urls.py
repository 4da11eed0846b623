from django.urls import path

from dashboards.views.programme_detail import programme_detail
from dashboards.views.programme_list import programme_list
from dashboards.views.your_work import your_work

app_name = "dashboards"
urlpatterns = [
    path("", your_work, name="your_work"),
    path("programmes/", programme_list, name="programme_list"),
    path("programmes/<slug:slug>/", programme_detail, name="programme_detail"),
]
