"""Wiring of PbR Manager: settings, addresses, tasks and the tables that join the apps."""

from pbrmanager.celery import app as celery_app

__all__ = ["celery_app"]
