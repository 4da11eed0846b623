"""The web application, for gunicorn."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from pbrmanager import bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pbrmanager.settings")
application = bodies.whole(
    get_wsgi_application(),
    most_in_memory=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
    most=settings.MAX_SUBMISSION_BYTES + 1,
)
