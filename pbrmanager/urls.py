"""Every page and API of the product. Each app offers its own `urls`; this file only puts them together."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
]
