"""Settings: refused at start with one sentence, and nothing falls back to a key."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

import pytest
from flask import request

from app import create_app
from config import SettingsError, load
from tests.conftest import make_settings

KEY = base64.b64encode(b"k" * 32).decode()
GOOD = {"APP_ENV": "production", "SECRET_KEY": "s" * 40, "PERSONAL_KEYS": f"1:{KEY}", "SEARCH_KEY": KEY}


def test_good_settings_load(tmp_path: Path) -> None:
    settings = load(GOOD, instance=tmp_path)

    assert settings.env == "production"
    assert settings.personal_keys == {1: b"k" * 32}
    assert settings.database_url.startswith("sqlite:///")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"APP_ENV": ""}, "APP_ENV"),
        ({"APP_ENV": "prod"}, "APP_ENV"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"PERSONAL_KEYS": ""}, "PERSONAL_KEYS"),
        ({"PERSONAL_KEYS": "1:abc"}, "PERSONAL_KEYS"),
        ({"PERSONAL_KEYS": f"x:{KEY}"}, "PERSONAL_KEYS"),
        ({"SEARCH_KEY": "abc"}, "SEARCH_KEY"),
        ({"TODAY": "2024-07-08"}, "TODAY"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"KEYS_ARE_FOR": "development"}, "키"),
        ({"TODAY": "yesterday"}, "TODAY"),
        ({"TRUSTED_PROXIES": "many"}, "TRUSTED_PROXIES"),
    ],
)
def test_production_refuses(tmp_path: Path, changes: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load({**GOOD, **changes}, instance=tmp_path)

    assert named in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_file_fills_in_and_the_environment_wins(tmp_path: Path) -> None:
    lines = [f"{name}={value}" for name, value in {**GOOD, "APP_ENV": "development", "TODAY": "2024-07-08"}.items()]
    (tmp_path / "settings.env").write_text("# note\n" + "\n".join(lines) + "\n", encoding="utf-8")

    assert load({}, instance=tmp_path).env == "development"
    assert load({"APP_ENV": "test"}, instance=tmp_path).env == "test"


@pytest.mark.parametrize(
    ("proxies", "seen"), [(0, "127.0.0.1"), (1, "10.1.1.1")], ids=["a header is not believed", "our proxy is"]
)
def test_the_address_of_a_client_behind_proxies(tmp_path: Path, proxies: int, seen: str) -> None:
    # The keys of all tests: sealing is one for the whole process.
    app = create_app(replace(make_settings(tmp_path, f"sqlite:///{tmp_path}/x.db"), proxies=proxies))
    app.view_functions["accounts.accessibility"] = where_from = lambda: request.remote_addr
    where_from.access = "public"

    answer = app.test_client().get("/accessibility", headers={"X-Forwarded-For": "6.6.6.6, 10.1.1.1"})

    assert answer.text == seen
