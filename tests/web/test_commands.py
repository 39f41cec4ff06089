"""Every mistake on the command line is one Korean line and exit status 1."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nope",), "없는 명령입니다"),
        (("payroll", "frob"), "없는 명령입니다"),
        (("payroll", "run"), "꼭 적어 주세요"),
        (("payroll", "run", "2030H1-none", "2024-03"), "2030H1-none"),
        (("payroll", "statement", "--year", "abc", "--programme", "companion"), "--year"),
        (("pledge", "report", "1-4", "--nope"), "--nope"),
        (("user", "disable", "nobody", "--reason", "x"), "nobody"),
    ],
    ids=[
        "no such group",
        "no such command",
        "missing argument",
        "unknown cohort",
        "no number",
        "no such option",
        "unknown account",
    ],
)
def test_a_mistake_is_one_line(runner: Any, arguments: tuple[str, ...], says: str) -> None:
    answer = runner(*arguments)

    assert answer.exit_code == 1
    assert answer.stdout == ""
    assert len(answer.stderr.splitlines()) == 1
    assert says in answer.stderr


def test_commands_of_extensions_stay(app: Any) -> None:
    assert {"db", "user", "worker"} <= set(app.cli.commands)
