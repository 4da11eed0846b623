from django.urls import path

from stages.views import stage_detail

app_name = "stages"

urlpatterns = [
    path("<slug:slug>/stages/<int:stage>/", stage_detail.stage_detail, name="stage_detail"),
]
