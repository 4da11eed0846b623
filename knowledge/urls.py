from django.urls import path

from knowledge.views.entry_add import entry_add
from knowledge.views.entry_detail import entry_detail
from knowledge.views.entry_edit import entry_edit
from knowledge.views.entry_list import entry_list
from knowledge.views.entry_withdraw import entry_withdraw
from knowledge.views.glossary import glossary
from knowledge.views.library import library
from knowledge.views.principle_detail import principle_detail
from knowledge.views.suitability import suitability
from knowledge.views.suitability_compare import suitability_compare
from knowledge.views.suitability_pdf import suitability_pdf
from knowledge.views.suitability_question import suitability_question
from knowledge.views.suitability_result import suitability_result

app_name = "knowledge"

FIT = "should-this-be-pbr/"
ANSWERS = FIT + "<slug:key>/"

urlpatterns = [
    path("", library, name="library"),
    path("glossary/", glossary, name="glossary"),
    path("entries/", entry_list, name="entry_list"),
    path("entries/add/", entry_add, name="entry_add"),
    path("entries/<int:entry_id>/", entry_detail, name="entry_detail"),
    path("entries/<int:entry_id>/edit/", entry_edit, name="entry_edit"),
    path("entries/<int:entry_id>/withdraw/", entry_withdraw, name="entry_withdraw"),
    path("principles/<slug:code>/", principle_detail, name="principle_detail"),
    path(FIT, suitability, name="suitability"),
    path(ANSWERS, suitability_result, name="suitability_result"),
    path(f"{ANSWERS}questions/<int:number>/", suitability_question, name="suitability_question"),
    path(f"{ANSWERS}pdf/", suitability_pdf, name="suitability_pdf"),
    path(f"{ANSWERS}compare/", suitability_compare, name="suitability_compare"),
]
