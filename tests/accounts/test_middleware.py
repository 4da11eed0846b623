import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from accounts.errors import Forbidden, Refused
from accounts.middleware import ForbiddenMiddleware


def middleware() -> ForbiddenMiddleware:
    return ForbiddenMiddleware(lambda request: HttpResponse())


@pytest.fixture
def request_() -> HttpRequest:
    return RequestFactory().get("/")


def test_a_forbidden_act_is_answered_with_403(request_: HttpRequest) -> None:
    answer = middleware().process_exception(request_, Forbidden("You may not."))
    assert answer is not None
    assert answer.status_code == 403


def test_other_refusals_and_faults_are_left_alone(request_: HttpRequest) -> None:
    assert middleware().process_exception(request_, Refused("Not now.")) is None
    assert middleware().process_exception(request_, ValueError()) is None
