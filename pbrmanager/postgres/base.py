"""Django's PostgreSQL backend, which starts the embedded server when no DATABASE_URL names another one.

The server starts on the first connection, not when settings are read, so that linters and type checks need none.
"""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from pbrmanager import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        server = self.settings_dict.get("EMBEDDED")
        if server and not self.settings_dict["HOST"]:
            found = embedded.EmbeddedPostgres(Path(server["root"]), fast=server["fast"]).ensure()
            name = self.settings_dict["NAME"]
            self.settings_dict.update({**found, "NAME": name or found["NAME"]})
        params: dict[str, Any] = super().get_connection_params()
        return params
