"""What the layout promises, read from the source: who may write, where money is exact, what is open to strangers."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

from accounts.api.endpoints import Endpoint

BASE = Path(settings.BASE_DIR)
APPS = [
    "accounts", "contracts", "dashboards", "delivery", "expertbody", "govuk", "knowledge", "monitoring",
    "notifications", "outcomes", "payments", "pbrmanager", "stages",
]  # fmt: skip
WRITING = {"save", "delete", "bulk_create", "bulk_update"}
MONEY = {"payments", "contracts"}
ESTIMATES = BASE / "payments" / "domain" / "simulation"  # what a simulation says is an estimate, and is told as one
FORECAST = BASE / "payments" / "domain" / "cash_forecast.py"  # an estimate too, and told as one
OPEN_TO_STRANGERS = {
    "/healthz",
    "/readyz",
    "/metrics",
    # The suitability tool is public: nothing in it is about a person, and answers are found by a secret link.
    "/knowledge/should-this-be-pbr/",
    "/knowledge/should-this-be-pbr/<slug:key>/",
    "/knowledge/should-this-be-pbr/<slug:key>/questions/<int:number>/",
    "/knowledge/should-this-be-pbr/<slug:key>/pdf/",
    "/knowledge/should-this-be-pbr/<slug:key>/compare/",
    # The description of the interface for other systems, which says nothing of programmes.
    "/api/v1/schema/",
    "/api/v1/docs/",
    # What commissioners have published: small counts are hidden in it, and nobody is named.
    "/public/",
    "/public/<slug:published>/",
    "/public/<slug:published>/data/<str:file>",
    # A calendar program cannot sign in: the secret token is the key, and the file names nobody.
    "/calendar/<slug:token>.ics",
}
SIGN_IN_PAGES = "/account/"  # the sign-in pages of allauth, which decide for themselves who may see them


def interface_files() -> list[Path]:
    """Views, API, forms and tasks: the layers that may neither query nor write by themselves."""
    found: list[Path] = []
    for app in APPS:
        for layer in ("views", "api", "forms"):
            found += (BASE / app / layer).rglob("*.py")
        found += [
            path for name in ("tasks.py", "forms.py", "views.py", "api.py") if (path := BASE / app / name).exists()
        ]
    return sorted(found)


def our_files() -> list[Path]:
    return sorted(path for app in APPS for path in (BASE / app).rglob("*.py") if "migrations" not in path.parts)


def named(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(BASE)}:{getattr(node, 'lineno', 0)}"


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text()))


def test_views_api_forms_and_tasks_ask_selectors_and_actions() -> None:
    """No manager, no save and no delete in the layers that face people and machines."""
    wrong = [
        f"{named(path, node)} .{node.attr}"
        for path in interface_files()
        for node in ast.walk(without_empty_querysets(ast.parse(path.read_text())))
        if isinstance(node, ast.Attribute)
        and (node.attr in {"objects", "_default_manager"} or (node.attr in WRITING and is_called_on_a_row(node)))
    ]
    assert not wrong


def without_empty_querysets(tree: ast.Module) -> ast.Module:
    """The code less `Model.objects.none()`, with which a form says what kind of row will be offered."""

    class Emptied(ast.NodeTransformer):
        def visit_Call(self, node: ast.Call) -> ast.AST:
            if ast.unparse(node.func).endswith(".objects.none"):
                return ast.copy_location(ast.Constant(None), node)
            return self.generic_visit(node)

    emptied = Emptied().visit(tree)
    assert isinstance(emptied, ast.Module)
    return emptied


def is_called_on_a_row(node: ast.Attribute) -> bool:
    """`form.save` is forbidden as well; only deleting from the session or the cache is no write of a row."""
    owner = ast.unparse(node.value)
    return not owner.endswith(("session", "cache"))


def test_views_fit_on_a_screen() -> None:
    """A view loads, fills one form, carries out one action and redirects, in at most 20 lines."""
    wrong = [
        f"{named(path, node)} {node.name} has {length} lines"
        for app in APPS
        for path in sorted((BASE / app / "views").rglob("*.py"))
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and (length := lines_of_body(node)) > 20
    ]
    assert not wrong


def lines_of_body(function: ast.FunctionDef) -> int:
    """Lines from the first statement to the last, without signature, decorators and docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_modules_stay_under_300_lines() -> None:
    wrong = [
        f"{path.relative_to(BASE)} has {length} lines"
        for path in our_files()
        if (length := len(path.read_text().splitlines())) > 300
    ]
    assert not wrong


def test_money_never_passes_through_a_float() -> None:
    """Neither `float(...)` nor a literal such as 0.5 in the code that prices and states money."""
    wrong = [
        named(path, node)
        for app in sorted(MONEY)
        for layer in ("domain", "actions", "models")
        for path in sorted((BASE / app / layer).rglob("*.py"))
        if not path.is_relative_to(ESTIMATES) and path != FORECAST
        for node in nodes(path)
        if (isinstance(node, ast.Call) and ast.unparse(node.func) == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]
    assert not wrong


def test_the_day_of_a_moment_is_the_day_here() -> None:
    """Moments are kept in universal time: for an hour of every summer night their `.date()` is still yesterday."""
    wrong = [
        named(path, node)
        for path in our_files()
        if not path.is_relative_to(BASE / "tests") and not path.is_relative_to(BASE / "pbrmanager" / "demo")
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "date"
        and re.search(r"(^|[._])at$", ast.unparse(node.func.value))
    ]
    assert not wrong


def test_estimates_stay_away_from_exact_money_and_out_of_the_web_process() -> None:
    """Only the simulation uses numpy, and only what asks for or carries out a simulation uses the simulation."""
    without_numpy = tuple(f"payments.domain.simulation.{name}" for name in ("questions", "metric_questions", "history"))
    wrong = []
    for path in our_files():
        name = str(path.relative_to(BASE))
        if path.is_relative_to(ESTIMATES):
            continue
        for module in imported(path):
            if module.split(".")[0] == "numpy":
                wrong.append(f"{name} imports numpy")
            numeric = module.startswith("payments.domain.simulation.") and not module.startswith(without_numpy)
            if numeric and name != "payments/actions/simulating.py":
                wrong.append(f"{name} imports {module}")
    assert not wrong


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_no_column_of_ours_is_a_float_where_money_is_kept() -> None:
    from django.apps import apps

    wrong = [
        f"{model.__name__}.{field.name}"
        for app in sorted(MONEY | {"outcomes"})
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FloatField)
    ]
    assert not wrong


def test_no_model_overrides_save_or_delete() -> None:
    wrong = [
        f"{named(path, item)} {node.name}.{item.name}"
        for app in APPS
        for path in sorted((BASE / app / "models").rglob("*.py"))
        for node in nodes(path)
        if isinstance(node, ast.ClassDef)
        for item in node.body
        if isinstance(item, ast.FunctionDef) and item.name in {"save", "delete"}
    ]
    assert not wrong


@pytest.mark.parametrize("word", ["post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed"])
def test_no_signal_carries_the_rules_of_the_field(word: str) -> None:
    assert not [path.relative_to(BASE) for path in our_files() if word in path.read_text()]


def patterns(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, address)
        else:
            yield address, entry


def test_every_address_asks_for_sign_in_but_those_named_here() -> None:
    """Default deny: a view is open only when it says so, and only the views of this list say so."""
    said_open = {
        address
        for address, pattern in patterns(get_resolver())
        if not getattr(pattern.callback, "login_required", True) and not address.startswith(SIGN_IN_PAGES)
    }
    assert {address for address in said_open if not is_operation(address)} == OPEN_TO_STRANGERS


def is_operation(address: str) -> bool:
    """The operations of the interface for other systems ask by themselves, as the next test has it."""
    return address.startswith("/api/v1/") and address not in OPEN_TO_STRANGERS


def test_every_operation_asks_who_is_there_and_by_what_rule() -> None:
    for address, pattern in patterns(get_resolver()):
        if is_operation(address):
            view = getattr(pattern.callback, "cls")  # noqa: B009
            assert issubclass(view, Endpoint), address
            assert view.permission_classes == APIView.permission_classes, address
            assert all(hasattr(getattr(view, name), "rule") for name in ("get", "post") if hasattr(view, name)), address


def test_the_middleware_that_asks_for_sign_in_is_on() -> None:
    names = settings.MIDDLEWARE
    required = names.index("django.contrib.auth.middleware.LoginRequiredMiddleware")
    assert required > names.index("django.contrib.auth.middleware.AuthenticationMiddleware")


def test_the_api_is_closed_by_default() -> None:
    required = settings.REST_FRAMEWORK["DEFAULT_PERMISSION_CLASSES"]
    assert required == ["rest_framework.permissions.IsAuthenticated", "accounts.api.rules.AllowedByRule"]


def test_nothing_is_left_unfinished() -> None:
    """No work marked as still to do, and no unexplained silence of a checker."""
    words = ("TO" + "DO", "FIX" + "ME", "raise NotImplemented" + "Error")
    wrong = [
        f"{path.relative_to(BASE)}:{number}"
        for path in [*our_files(), *sorted((BASE / "tests").rglob("*.py")), *sorted((BASE / "scripts").glob("*.*"))]
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if any(word in line for word in words) or line.rstrip().endswith(("# noqa", "# type: ignore"))
    ]
    assert not wrong


def test_every_choice_recorded_has_a_number_of_its_own() -> None:
    records = sorted((BASE / "docs" / "adr").glob("*.md"))
    assert [record.name[:4] for record in records] == [f"{number:04d}" for number in range(1, len(records) + 1)]
    assert not [record.name for record in records if not record.read_text().startswith(f"# {int(record.name[:4])}. ")]
