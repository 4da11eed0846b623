import importlib

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "outcomes"

    def ready(self) -> None:
        """Make the jobs known in every process, so that a page can queue one by its name."""
        importlib.import_module("outcomes.tasks")
