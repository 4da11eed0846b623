"""A person's inbox, which belongs to no single programme."""

from django.urls import path

from notifications.views.mail_again import mail_again
from notifications.views.mail_detail import mail_detail
from notifications.views.mail_list import mail_list
from notifications.views.mail_page import mail_page
from notifications.views.notice_list import notice_list
from notifications.views.notice_open import notice_open
from notifications.views.preferences import preferences

app_name = "notifications"
urlpatterns = [
    path("", notice_list, name="notice_list"),
    path("<int:pk>/", notice_open, name="notice_open"),
    path("preferences/", preferences, name="preferences"),
    path("preferences/try-again/", mail_again, name="mail_again"),
    path("mails/", mail_list, name="mail_list"),
    path("mails/<slug:key>/", mail_detail, name="mail_detail"),
    path("mails/<slug:key>/text/", mail_detail, {"as_text": True}, name="mail_text"),
    path("mails/<slug:key>/page/", mail_page, name="mail_page"),
]
