"""What a browser may send in place of a number: never a fault of ours."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.cohorts.forms import BookForm
from tests.cohorts.create import create_participations


@pytest.mark.parametrize(
    ("typed", "seen"), [("3", 3), ("²", 0), ("", 0), ("-1", 0), ("9" * 30, 0), ("３", 0)], ids=repr
)
def test_a_version_that_is_no_plain_number_is_no_version(app: Flask, typed: str, seen: Any) -> None:
    with app.test_request_context(method="POST", data={"version": typed}):
        assert BookForm(meta={"csrf": False}).seen_version == seen


@pytest.mark.parametrize("typed", ["²", "9" * 25], ids=repr)
def test_a_number_that_is_none_is_passed_over_or_refused(client_of: Any, typed: str) -> None:
    of, people = create_participations(1)
    one, client = people[0], client_of("jobs")
    cohort, person = f"/cohorts/{of.notice.cohort.code}", f"/participations/{one.id}"
    grid = f"{cohort}/attendance/2024-08/{one.worksite_id}"

    for path in (
        f"/notices/{of.notice.code}/ranking?q=",
        f"/notices/{of.notice.code}/ranking?from=",
        f"{cohort}/participants?q=",
        f"{cohort}/participants?worksite=",
        f"{cohort}/participants?after=",
        f"{grid}?start=",
    ):
        assert client.get(path + typed).status_code == 200, path
    for path, data in (
        (f"{person}/place", {"worksite": typed, "from_on": "2024-08-05"}),
        (f"{person}/place", {"worksite": one.worksite_id, "from_on": typed, "version": typed}),
        (f"{person}/end", {"last_on": typed, "version": typed}),
        (f"{person}/cancel", {"note": "착오", "version": typed}),
        (grid, {f"d-{typed}-2024-08-05": "8", "version": typed}),
        (grid, {f"d-{one.id}-2024-08-05": typed, "version": "0"}),
    ):
        assert client.post(path, data=data).status_code in (302, 422), (path, data)
