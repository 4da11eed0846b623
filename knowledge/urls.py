from django.urls import path

from knowledge.views.glossary import glossary
from knowledge.views.library import library
from knowledge.views.principle_detail import principle_detail

app_name = "knowledge"
urlpatterns = [
    path("", library, name="library"),
    path("glossary/", glossary, name="glossary"),
    path("principles/<slug:code>/", principle_detail, name="principle_detail"),
]
