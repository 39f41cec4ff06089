"""Numbers and days as typed, either side of every limit: nothing typed makes a form fall over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.recruitment.forms.fields import WholeField
from app.web.forms import DayField, Form, WonField
from tests.recruitment.create import counter_data, create_application, create_notice


class Typed(Form):
    class Meta:
        csrf = False

    day = DayField()
    won = WonField()
    whole = WholeField("수", least=0, most=2_000)


@pytest.fixture
def read(app: Flask) -> Any:
    def typed(name: str, text: str) -> tuple[Any, bool]:
        with app.test_request_context():
            form = Typed(formdata=MultiDict({name: text}))
            good = form.validate()
            return form[name].data, good

    return typed


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-31", date(2024, 3, 31)),
        ("20240331", date(2024, 3, 31)),
        ("2024. 3. 31.", date(2024, 3, 31)),
        ("２０２４-０３-３１", date(2024, 3, 31)),
        ("1900-01-01", date(1900, 1, 1)),
        ("2100-12-31", date(2100, 12, 31)),
        ("1899-12-31", None),
        ("2101-01-01", None),
        ("2024-02-30", None),
        ("99999999999-01-01", None),
        ("2024-99999999999-01", None),
        ("2024-01-99999999999999999999", None),
        ("9" * 5000 + "-01-01", None),
        ("+2024-01-01", None),
        ("2_024-01-01", None),
        ("2024-01", None),
    ],
)
def test_a_day(read: Any, text: str, day: date | None) -> None:
    assert read("day", text) == (day, day is not None)


@pytest.mark.parametrize(
    ("text", "won"),
    [
        ("1,200,000원", 1_200_000),
        ("1000000000000", 10**12),
        ("1000000000001", None),
        ("00000000000000000001", 1),
        ("00000000199999999999", 199_999_999_999),
        ("00000000019999999999999", None),
        ("0" * 19 + "19999999999999", None),
        ("9" * 5000, None),
        ("-1", None),
        ("²", 2),  # NFKC makes a plain digit of it
    ],
)
def test_won(read: Any, text: str, won: int | None) -> None:
    assert read("won", text) == (won, won is not None)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("0", 0),
        ("2000", 2_000),
        ("2001", None),
        ("0000002000", 2_000),
        ("00000000019999999999", None),
        ("0" * 5000, None),
        ("²", 2),
        ("", None),
    ],
)
def test_whole(read: Any, text: str, whole: int | None) -> None:
    value, good = read("whole", text)
    assert value == whole
    assert good == (whole is not None or text == "")


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("applications/new", {"first_project": "²"}),
        ("applications/new", {"first_project": "9" * 30}),
        ("applications/new", {"household_size": "00000000019999999999"}),
        ("applications/new", {"residence_expires_on": "99999999999-01-01"}),
        ("findings?application=99999999999999999999", {}),
        ("findings?application=²", {}),
        ("findings", {"first_project": "²"}),
    ],
)
def test_nothing_typed_makes_the_counter_fall_over(client_of: Any, path: str, typed: dict[str, str]) -> None:
    notice, client = create_notice(), client_of("jobs")

    assert client.post(f"/notices/{notice.code}/{path}", data=counter_data(**typed)).status_code in (200, 302, 422)


def test_the_trail_of_a_person_needs_the_right_to_see_people(client_of: Any) -> None:
    person = create_application(create_notice()).person
    path, name = f"/people/{person.id}/access", person.name

    refused = client_of("admin").get(path)
    assert (refused.status_code, name in refused.text) == (404, False)
    shown = client_of("auditor").get(path)
    assert (shown.status_code, name in shown.text) == (200, True)
    assert client_of("jobs").get(path).status_code == 403
