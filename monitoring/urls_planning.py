"""Planning of numbers for anybody who is signed in, outside of any programme."""

from django.urls import path

from monitoring.views.planning import planning

app_name = "planning"
urlpatterns = [path("", planning, name="planning")]
