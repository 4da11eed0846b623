"""A person's inbox, which belongs to no single programme."""

from django.urls import path

from notifications.views.mail_list import mail_list
from notifications.views.notice_list import notice_list
from notifications.views.notice_open import notice_open
from notifications.views.preferences import preferences

app_name = "notifications"
urlpatterns = [
    path("", notice_list, name="notice_list"),
    path("<int:pk>/", notice_open, name="notice_open"),
    path("preferences/", preferences, name="preferences"),
    path("mails/", mail_list, name="mail_list"),
]
