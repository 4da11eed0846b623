"""A client of PbR Manager for other systems."""

from pbrmanager_client import models, problems
from pbrmanager_client.client import Client
from pbrmanager_client.connection import Patience
from pbrmanager_client.people import Person

__all__ = ["Client", "Patience", "Person", "models", "problems"]
