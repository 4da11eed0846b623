"""Settings of the interface for other systems, all read from the environment with safe defaults."""

import os
from typing import Any

API_REQUESTS_PER_MINUTE = int(os.environ.get("API_REQUESTS_PER_MINUTE", "600"))
EXPORT_FILTERS = "monitoring.selectors.export_filters.choices"  # (user, programme) -> what files can be narrowed to
EXPORT_KINDS = "pbrmanager.export_kinds.EXPORT_KINDS"  # as the tables at the end of settings.py
FINDING_WORDS = "monitoring.selectors.finding_words.read"  # what people who may not see rows read of findings
HELD_ROLES = "stages.selectors.members.roles_in"  # (user, slug of a programme) -> the names of the roles, as texts
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.TokenAuthentication",
        "accounts.api.authentication.PersonAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated", "accounts.api.rules.AllowedByRule"],
    "DEFAULT_PARSER_CLASSES": ["accounts.api.parsers.Json"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "accounts.api.schema.Described",
    "EXCEPTION_HANDLER": "accounts.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "PbR Manager",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "DESCRIPTION": (
        "The interface of PbR Manager for other systems: programmes, their stages and findings, participants, claims, "
        "verification, statements and monitoring. It offers what the pages offer, by the same rules."
    ),
    "SCHEMA_PATH_PREFIX": r"/api/v1/",
    "SCHEMA_PATH_PREFIX_TRIM": False,
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": False,
    "COMPONENT_NO_READ_ONLY_REQUIRED": False,
    "SORT_OPERATIONS": False,
    "POSTPROCESSING_HOOKS": [
        "accounts.api.schema.close_requests",
        "accounts.api.links.say",
        "pbrmanager.api_webhooks.say",
    ],
}
