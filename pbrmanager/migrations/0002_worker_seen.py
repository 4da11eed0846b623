"""When each worker last carried out the heartbeat task. Plain SQL, because this package has no models."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pbrmanager", "0001_pgmq")]
    operations = [
        migrations.RunSQL(
            "CREATE TABLE pbrmanager_worker_seen (worker text PRIMARY KEY, seen_at timestamptz NOT NULL)",
            "DROP TABLE pbrmanager_worker_seen",
        )
    ]
