from django.apps import AppConfig


class PbrmanagerConfig(AppConfig):
    name = "pbrmanager"
