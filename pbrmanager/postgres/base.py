"""Django's PostgreSQL backend, which starts the embedded server when no DATABASE_URL names another one.

The server starts on the first connection, not when settings are read, so that linters and type checks need none.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base, client

from pbrmanager import embedded


class DatabaseClient(client.DatabaseClient):
    """The `dbshell` command: the machine's psql, or else the one that came with the embedded server."""

    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.get_connection_params()
        program = shutil.which("psql") or str(embedded.packaged_binaries() / "psql")
        arguments, environment = self.settings_to_cmd_args_env(self.connection.settings_dict, parameters)
        subprocess.run([program, *arguments[1:]], env={**os.environ, **(environment or {})}, check=True)


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        server = self.settings_dict.get("EMBEDDED")
        if server and not self.settings_dict["HOST"]:
            found = embedded.EmbeddedPostgres(Path(server["root"]), fast=server["fast"]).ensure()
            name = self.settings_dict["NAME"]
            self.settings_dict.update({**found, "NAME": name or found["NAME"]})
        params: dict[str, Any] = super().get_connection_params()
        return params
