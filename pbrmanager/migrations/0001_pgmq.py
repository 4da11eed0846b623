"""Installs the PGMQ schema, the queue that the tasks use when BROKER_URL names no other broker.

The script of the pgmq package is made to be run once; where a schema pgmq exists already it is left as it is.
"""

from django.db import migrations
from pgmq.install import get_embedded_install_sql


def install_pgmq(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'pgmq'")
        if cursor.fetchone() is None:
            cursor.execute(get_embedded_install_sql())


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(install_pgmq, migrations.RunPython.noop)]
