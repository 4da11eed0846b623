"""Every page and API of the product. Each app offers its own `urls`; this file only puts them together."""

from django.urls import include, path
from django.views.generic import RedirectView

from pbrmanager.views import health, metrics

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    # Roles are given to addresses, so nobody takes another one by themselves: an administrator changes it.
    path("account/email/", RedirectView.as_view(pattern_name="mfa_index"), name="account_email"),
    path("account/", include("accounts.urls")),
    path("account/", include("allauth.urls")),
    path("knowledge/", include("knowledge.urls")),
    path("api/v1/", include("pbrmanager.urls_api")),
    path("tokens/", include("stages.urls_tokens")),
    path("inbox/", include("notifications.urls")),
    path("webhooks/", include("stages.urls_webhooks")),
    path("calendar/", include("expertbody.urls_calendar")),
    path("planning/", include("monitoring.urls_planning")),
    path("public/", include("monitoring.urls_public")),
    path("programmes/", include("stages.urls")),
    path("programmes/", include("contracts.urls")),
    path("", include("dashboards.urls")),
    path("programmes/<slug:slug>/expert-body/", include("expertbody.urls")),
    path("programmes/<slug:slug>/monitoring/", include("monitoring.urls")),
    path("programmes/<slug:slug>/", include("delivery.urls")),
    path("programmes/<slug:slug>/", include("outcomes.urls")),
    path("programmes/<slug:slug>/statements/", include("payments.urls")),
]
