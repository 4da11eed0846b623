from django.urls import path

from knowledge.views.entry_add import entry_add
from knowledge.views.entry_detail import entry_detail
from knowledge.views.entry_edit import entry_edit
from knowledge.views.entry_list import entry_list
from knowledge.views.entry_withdraw import entry_withdraw
from knowledge.views.glossary import glossary
from knowledge.views.library import library
from knowledge.views.principle_detail import principle_detail

app_name = "knowledge"
urlpatterns = [
    path("", library, name="library"),
    path("glossary/", glossary, name="glossary"),
    path("entries/", entry_list, name="entry_list"),
    path("entries/add/", entry_add, name="entry_add"),
    path("entries/<int:entry_id>/", entry_detail, name="entry_detail"),
    path("entries/<int:entry_id>/edit/", entry_edit, name="entry_edit"),
    path("entries/<int:entry_id>/withdraw/", entry_withdraw, name="entry_withdraw"),
    path("principles/<slug:code>/", principle_detail, name="principle_detail"),
]
