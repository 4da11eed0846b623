from django.urls import path

from knowledge.views.glossary import glossary
from knowledge.views.library import library

app_name = "knowledge"
urlpatterns = [
    path("", library, name="library"),
    path("glossary/", glossary, name="glossary"),
]
