"""What import-linter cannot say: routes, commits, clocks, names. Read from the source and the URL map."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.accounts.roles import MATRIX, Role
from app.web.access import OWN_ACCOUNT, PUBLIC, SIGNED_IN
from app.web.permissions import Permission

ROOT = Path(__file__).parents[1]
APP = ROOT / "app"
FEATURES = ("accounts", "audit", "reference", "recruitment", "cohorts", "payroll", "pledge", "demo")
TYPED = re.compile(r"<id:[a-z_]+>|<month:month>|<int:year>|<(?!.*_id>)[a-z_]+>")


def modules(*parts: str) -> list[Path]:
    return sorted(path for part in parts for path in (APP / part).rglob("*.py"))


def calls(path: Path) -> Iterator[str]:
    """Dotted names of everything the module calls."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_every_route_declares_who_may_use_it(app: Flask) -> None:
    known = {PUBLIC, SIGNED_IN, OWN_ACCOUNT, *Permission}
    bare = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and getattr(app.view_functions[rule.endpoint], "access", None) not in known
    ]

    assert bare == []


def test_urls_are_kebab_case_and_typed(app: Flask) -> None:
    wrong = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        for part in rule.rule.strip("/").split("/"):
            plain = re.sub(r"<[^>]+>", "", part)
            variables = re.findall(r"<[^>]+>", part)
            if not re.fullmatch(r"[a-z0-9.-]*", plain) or not all(TYPED.fullmatch(one) for one in variables):
                wrong.append(rule.rule)

    assert wrong == []


def test_every_permission_is_held_and_used(app: Flask) -> None:
    held = set().union(*MATRIX.values())
    used = {getattr(view, "access", None) for view in app.view_functions.values()}
    named = {
        permission
        for permission in Permission
        if any(str(permission) in page.read_text(encoding="utf-8") for page in APP.rglob("*.html"))
        or any(permission.name in path.read_text(encoding="utf-8") for path in APP.rglob("views*.py"))
        or any(permission.name in path.read_text(encoding="utf-8") for path in APP.rglob("views/*.py"))
    }

    assert set(Permission) - held == set()
    assert set(Permission) - used - named == set()
    assert MATRIX[Role.CLI] == frozenset()


def test_only_the_commit_helper_commits() -> None:
    allowed = {APP / "audit" / "services.py", APP / "audit" / "looks.py", APP / "accounts" / "views.py"}
    outside = [
        str(path)
        for path in modules(".")
        if path not in allowed
        for call in calls(path)
        if call.endswith("session.commit")
    ]

    assert outside == []


def test_services_and_queries_do_not_commit_and_know_no_web() -> None:
    wrong = []
    for path in modules(*FEATURES):
        is_service = path.stem in ("services", "queries", "models") or "services" in path.parts
        if is_service and ("audit.commit" in set(calls(path)) or imports(path) & {"flask", "wtforms", "flask_login"}):
            wrong.append(str(path.relative_to(ROOT)))

    assert wrong == []


@pytest.mark.parametrize("package", ["rules", "shared", "printing"])
def test_pure_code_has_no_framework_and_no_clock(package: str) -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in modules(package)
        if imports(path) & {"flask", "sqlalchemy", "wtforms", "random"}
        or any(re.search(r"\b(datetime|date)\.(now|today|utcnow)$", call) for call in calls(path))
    ]

    assert wrong == []


def test_feature_packages_start_empty() -> None:
    assert [name for name in FEATURES if (APP / name / "__init__.py").read_text(encoding="utf-8").strip()] == []


def test_no_float_money() -> None:
    """Money and rates are never floats: float() is for percent on pages and in JSON, and for places on paper."""
    allowed = {"filters.py", "as_json.py"}
    wrong = [
        str(path.relative_to(ROOT))
        for path in modules(".")
        if path.name not in allowed and "printing" not in path.parts and "float" in set(calls(path))
    ]

    assert wrong == []


def test_templates_hold_no_inline_style_or_script() -> None:
    pattern = re.compile(r"\sstyle=|<script(?![^>]*src=)(?![^>]*application/json)|\son[a-z]+=\"")
    wrong = [
        str(page.relative_to(ROOT)) for page in APP.rglob("*.html") if pattern.search(page.read_text(encoding="utf-8"))
    ]

    assert wrong == []


def test_the_repository_names_no_registry_and_no_machine() -> None:
    pattern = re.compile(r"https?://(registry\.|files\.python|pypi\.)|(?<![a-z.])/(work|root|home)/")
    text_files = [*ROOT.glob("*.*"), *(ROOT / ".ci").iterdir(), *modules("."), *(ROOT / "docs").rglob("*.md")]
    wrong = [
        path.name
        for path in text_files
        if path.is_file()
        and path.suffix in ("", ".py", ".md", ".toml", ".txt", ".json")
        and pattern.search(path.read_text(encoding="utf-8"))
    ]

    assert wrong == []
