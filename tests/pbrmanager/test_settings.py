"""The settings: what they read is listed in dotenv-sample, and production refuses to run on defaults."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

BASE = Path(settings.BASE_DIR)
READERS = [
    BASE / "pbrmanager" / "settings.py",
    BASE / "pbrmanager" / "settings_api.py",
    BASE / "pbrmanager" / "settings_evidence.py",
    BASE / "pbrmanager" / "settings_notifications.py",
    BASE / "pbrmanager" / "embedded.py",
    BASE / "pbrmanager" / "management" / "commands" / "up.py",
]


def variables_read() -> set[str]:
    """The names given to os.environ.get and os.environ[...] in the settings and in what starts the product."""
    found = set()
    for path in READERS:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.environ.get":
                found.add(ast.literal_eval(node.args[0]))
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
                found.add(ast.literal_eval(node.slice))
    return found


def variables_listed() -> set[str]:
    lines = (BASE / "dotenv-sample").read_text().splitlines()
    return {
        line.lstrip("# ").split("=")[0] for line in lines if "=" in line and line.lstrip("# ").split("=")[0].isupper()
    }


def test_dotenv_sample_lists_exactly_the_variables_that_are_read() -> None:
    assert variables_listed() == variables_read()


def in_a_new_process(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "pbrmanager.settings", **variables}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=BASE, env=environment, capture_output=True, text=True, check=False
    )


def test_production_without_a_secret_key_is_refused_with_a_hint() -> None:
    answer = in_a_new_process("import django; django.setup()", PBR_ENV="production")
    assert answer.returncode != 0
    assert "Set SECRET_KEY to 50 random characters" in answer.stderr


def test_production_sends_cookies_over_tls_only() -> None:
    code = "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.DEBUG)"
    answer = in_a_new_process(code, PBR_ENV="production", SECRET_KEY="x" * 50, DEBUG="1")
    assert answer.stdout.split() == ["True", "True", "False"]


def test_the_secret_key_made_at_first_is_kept_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    code = "from django.conf import settings; print(settings.SECRET_KEY)"
    first = in_a_new_process(code, DATA_DIR=str(tmp_path)).stdout
    second = in_a_new_process(code, DATA_DIR=str(tmp_path)).stdout
    assert first == second
    assert len(first.strip()) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_database_url_names_any_postgresql_server() -> None:
    code = (
        "from django.conf import settings; d = settings.DATABASES['default'];"
        "print({k: d[k] for k in ('HOST', 'NAME', 'USER')})"
    )
    answer = in_a_new_process(
        code, DATABASE_URL="postgresql://reader:secret@db.example:5433/programmes?sslmode=require"
    )
    assert ast.literal_eval(answer.stdout) == {"HOST": "db.example", "NAME": "programmes", "USER": "reader"}


@pytest.mark.django_db
def test_models_and_migrations_say_the_same() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


NOT_IN_CONTAINERS = {"PBR_PG_USER", "BIND_HOST", "PORT", "DEBUG", "WEBHOOK_LOOPBACK"}
"""Variables that mean something on one machine without containers, or to those who try or change the product."""


def test_containers_are_given_every_variable() -> None:
    compose = yaml.safe_load((BASE / "docker-compose.yml").read_text())
    assert set(compose["x-application"]["environment"]) == variables_listed() - NOT_IN_CONTAINERS


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"PORT": "8112"}, "http://localhost:8112"),
        ({"PBR_ENV": "production", "ALLOWED_HOSTS": "pbr.example.gov.uk,localhost"}, "https://pbr.example.gov.uk"),
        ({"PBR_ENV": "production", "SITE_URL": "https://other.example/"}, "https://other.example"),
    ],
)
def test_links_in_mails_lead_to_where_people_reach_the_product(variables: dict[str, str], expected: str) -> None:
    code = "from django.conf import settings; print(settings.SITE_URL)"
    assert in_a_new_process(code, SECRET_KEY="x" * 50, **variables).stdout.strip() == expected


@pytest.mark.parametrize(
    ("variables", "hint"),
    [
        ({"EMAIL_USE_TLS": "1", "EMAIL_USE_SSL": "1"}, "not both"),
        ({"PBR_ENV": "production", "EMAIL_HOST_PASSWORD": "secret"}, "Set EMAIL_USE_TLS=1 or EMAIL_USE_SSL=1"),
    ],
)
def test_mail_settings_that_would_send_nothing_or_show_the_password_are_refused(
    variables: dict[str, str], hint: str
) -> None:
    answer = in_a_new_process("import django; django.setup()", SECRET_KEY="x" * 50, **variables)
    assert answer.returncode != 0
    assert hint in answer.stderr
