"""Settings of what is told to whom, all read from the environment with safe defaults."""

import os

from django.core.exceptions import ImproperlyConfigured

_PRODUCTION = os.environ.get("PBR_ENV", "local") == "production"
_NAME = (os.environ.get("ALLOWED_HOSTS") or "localhost").partition(",")[0].removeprefix(".")
_USUAL_SITE = f"https://{_NAME}" if _PRODUCTION else f"http://localhost:{os.environ.get('PORT') or 8000}"
SITE_URL = (os.environ.get("SITE_URL") or _USUAL_SITE).rstrip("/")
WEBHOOK_KEY = os.environ.get("WEBHOOK_KEY", "")  # encrypts the secrets of webhooks; without it, SECRET_KEY does
WEBHOOK_LOOPBACK = os.environ.get("WEBHOOK_LOOPBACK") == "1"  # for trying: this machine may be an endpoint

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT") or 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS") == "1"
EMAIL_USE_SSL = os.environ.get("EMAIL_USE_SSL") == "1"
EMAIL_TIMEOUT = 20  # seconds; the answer to a whole mail may take longer, see notifications/carriers/smtp.py
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise ImproperlyConfigured("Set EMAIL_USE_TLS=1 for STARTTLS or EMAIL_USE_SSL=1 for TLS from the start, not both.")
if _PRODUCTION and EMAIL_HOST_PASSWORD and not (EMAIL_USE_TLS or EMAIL_USE_SSL):
    raise ImproperlyConfigured("Set EMAIL_USE_TLS=1 or EMAIL_USE_SSL=1: otherwise EMAIL_HOST_PASSWORD can be read.")
NOTIFY_API_KEY = os.environ.get("NOTIFY_API_KEY", "")
NOTIFY_TEMPLATE_ID = os.environ.get("NOTIFY_TEMPLATE_ID", "")
NOTIFY_URL = (os.environ.get("NOTIFY_URL") or "https://api.notifications.service.gov.uk").rstrip("/")
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL") or "PbR Manager <pbr-manager@localhost>"

MAIL_IN_BROWSER = not (EMAIL_HOST or NOTIFY_API_KEY)
if NOTIFY_API_KEY:
    EMAIL_BACKEND = "notifications.carriers.govuk_notify.EmailBackend"
elif EMAIL_HOST:
    EMAIL_BACKEND = "notifications.carriers.smtp.EmailBackend"
else:
    EMAIL_BACKEND = "notifications.carriers.folder.EmailBackend"

CALENDAR_DAYS = "dashboards.selectors.calendar_days.of"  # (user, moment, whole address) -> days beside meetings
ENDPOINT_KEEPERS = "stages.selectors.webhooks.keepers"  # (endpoint of webhooks) -> the people told how it fares
