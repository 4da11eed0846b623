"""A person's dates, for their calendar program, which cannot sign in: the secret address is the key."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache

from expertbody.selectors import calendars


@login_not_required
@never_cache
def calendar_feed_ics(request: HttpRequest, token: str) -> HttpResponse:
    feed = calendars.by_token(token)
    made = calendars.of_person(feed.user, now(), request.build_absolute_uri)
    return HttpResponse(made, content_type="text/calendar; charset=utf-8")
