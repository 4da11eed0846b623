from django.urls import path

from delivery.views.participant_detail import participant_detail
from delivery.views.participant_list import participant_list

app_name = "delivery"
urlpatterns = [
    path("", participant_list, name="participant_list"),
    path("<int:participant_id>/", participant_detail, name="participant_detail"),
]
