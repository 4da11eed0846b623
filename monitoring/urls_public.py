"""Pages that everybody may read, without signing in."""

from django.urls import path

from monitoring.views.public_file import public_file
from monitoring.views.public_list import public_list
from monitoring.views.public_programme import public_programme

app_name = "public"
urlpatterns = [
    path("", public_list, name="public_list"),
    path("<slug:published>/", public_programme, name="public_programme"),
    path("<slug:published>/data/<str:file>", public_file, name="public_file"),
]
