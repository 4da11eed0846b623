"""Settings of what is told to whom, all read from the environment with safe defaults."""

import os

SITE_URL = (os.environ.get("SITE_URL") or f"http://localhost:{os.environ.get('PORT') or 8000}").rstrip("/")
WEBHOOK_KEY = os.environ.get("WEBHOOK_KEY", "")  # encrypts the secrets of webhooks; without it, SECRET_KEY does
WEBHOOK_LOOPBACK = os.environ.get("WEBHOOK_LOOPBACK") == "1"  # for trying: this machine may be an endpoint

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "pbr-manager@localhost")
