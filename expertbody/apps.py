from django.apps import AppConfig


class ExpertbodyConfig(AppConfig):
    name = "expertbody"
