"""The web application, for gunicorn."""

import importlib
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from accounts.actions import memory
from pbrmanager import bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pbrmanager.settings")
application = bodies.whole(
    get_wsgi_application(),
    most_in_memory=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
    most=settings.MAX_SUBMISSION_BYTES + 1,
)
importlib.import_module(settings.ROOT_URLCONF)  # every page, which the first request would else wait for
memory.keep_what_is_loaded()
