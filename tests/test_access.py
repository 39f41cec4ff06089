"""Route × method × identity, from the URL map: who is let in, who is turned away, and that nothing falls over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.accounts.roles import MATRIX, Role
from app.web.access import OWN_ACCOUNT, PUBLIC, SIGNED_IN

ROLES = [role for role in Role if role != Role.CLI]
UNKNOWN: dict[str, Any] = {"id": 2**62, "month": date(1999, 1, 1), "default": "none-such", "int": 99991}


def address(app: Flask, rule: Rule) -> str:
    """The rule's URL with ids and codes that do not exist."""
    values = {name: UNKNOWN[_kind(rule, name)] for name in rule.arguments}
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        return adapter.build(rule.endpoint, values, method=sorted(rule.methods - {"HEAD", "OPTIONS"})[0])


def _kind(rule: Rule, name: str) -> str:
    converter = type(rule._converters[name]).__name__
    return {"IdConverter": "id", "MonthConverter": "month", "IntegerConverter": "int"}.get(converter, "default")


def routes(app: Flask) -> list[tuple[Rule, str, Any]]:
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        access = app.view_functions[rule.endpoint].access
        found += [(rule, method, access) for method in sorted(rule.methods & {"GET", "POST"})]
    return found


def test_nobody_signed_in_reaches_only_public_pages(app: Flask, client: Any) -> None:
    wrong = []
    for rule, method, access in routes(app):
        status = client.open(address(app, rule), method=method).status_code
        if (access == PUBLIC) != (status != 302) or status >= 500:
            wrong.append((rule.rule, method, status))

    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_let_in_and_turned_away_as_the_matrix_says(app: Flask, client_of: Any, role: Role) -> None:
    client, wrong, count = client_of(role), [], 0
    for rule, method, access in routes(app):
        if rule.endpoint == "accounts.sign_out":
            continue
        status = client.open(address(app, rule), method=method).status_code
        open_to_all = access in (PUBLIC, SIGNED_IN, OWN_ACCOUNT)
        let_in = open_to_all or access in MATRIX[role]
        unknown_row = let_in and rule.arguments and not open_to_all
        count += 1
        if (status == 403) == let_in or status >= 500 or (unknown_row and status != 404):
            wrong.append((rule.rule, method, status))

    assert wrong == [], f"{len(wrong)} of {count}"


def test_methods_that_are_not_declared_are_refused(app: Flask, client_of: Any) -> None:
    client = client_of("jobs")
    statuses = {client.open(address(app, rule), method="DELETE").status_code for rule, _, _ in routes(app)}

    assert statuses <= {403, 404, 405}
