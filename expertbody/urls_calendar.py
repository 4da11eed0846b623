"""The calendar of a person's dates, which belongs to no single programme."""

from django.urls import path

from expertbody.views.calendar_feed import calendar_feed
from expertbody.views.calendar_feed_ics import calendar_feed_ics

app_name = "calendar"
urlpatterns = [
    path("", calendar_feed, name="calendar_feed"),
    path("<slug:token>.ics", calendar_feed_ics, name="calendar_feed_ics"),
]
