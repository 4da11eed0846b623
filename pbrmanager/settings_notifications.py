"""Settings of what is told to whom, all read from the environment with safe defaults."""

import os

SITE_URL = (os.environ.get("SITE_URL") or f"http://localhost:{os.environ.get('PORT') or 8000}").rstrip("/")
WEBHOOK_KEY = os.environ.get("WEBHOOK_KEY", "")  # encrypts the secrets of webhooks; without it, SECRET_KEY does
WEBHOOK_LOOPBACK = os.environ.get("WEBHOOK_LOOPBACK") == "1"  # for trying: this machine may be an endpoint

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS") == "1"
EMAIL_TIMEOUT = 20
NOTIFY_API_KEY = os.environ.get("NOTIFY_API_KEY", "")
NOTIFY_TEMPLATE_ID = os.environ.get("NOTIFY_TEMPLATE_ID", "")
NOTIFY_URL = os.environ.get("NOTIFY_URL", "https://api.notifications.service.gov.uk").rstrip("/")
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "pbr-manager@localhost")

MAIL_IN_BROWSER = not (EMAIL_HOST or NOTIFY_API_KEY)
if NOTIFY_API_KEY:
    EMAIL_BACKEND = "notifications.carriers.govuk_notify.EmailBackend"
elif EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
else:
    EMAIL_BACKEND = "notifications.carriers.folder.EmailBackend"

CALENDAR_DAYS = "dashboards.selectors.calendar_days.of"  # (user, moment, whole address) -> days beside meetings
ENDPOINT_KEEPERS = "stages.selectors.webhooks.keepers"  # (endpoint of webhooks) -> the people told how it fares
