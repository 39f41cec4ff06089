"""What a browser may send in place of a version: never a fault of ours."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.cohorts.forms import BookForm


@pytest.mark.parametrize(
    ("typed", "seen"), [("3", 3), ("²", 0), ("", 0), ("-1", 0), ("9" * 30, 0), ("３", 0)], ids=repr
)
def test_a_version_that_is_no_plain_number_is_no_version(app: Flask, typed: str, seen: Any) -> None:
    with app.test_request_context(method="POST", data={"version": typed}):
        assert BookForm(meta={"csrf": False}).seen_version == seen
