"""Settings, from the environment alone. Checked once, at start, with one clear message; nothing falls back to a key.

``instance/settings.env`` (mode 600, made by ``make setup``) fills in what the environment does not say, so that
``flask --app wsgi …`` in this folder sees the same settings as ``make run``.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENTS = ("development", "test", "production")


class SettingsError(Exception):
    """A setting is missing or not fit for this environment; the message names it and the way out."""


@dataclass(frozen=True)
class Settings:
    """What the application needs to know. ``personal_keys``: version → 32 bytes; the highest version seals."""

    env: str
    secret_key: str
    database_url: str
    personal_keys: dict[int, bytes]
    search_key: bytes
    today: date | None
    demo: bool
    instance: Path
    argon2_cheap: bool = False
    tls: bool = False
    proxies: int = 0
    queue_immediate: bool | None = None

    @property
    def immediate(self) -> bool:
        """Long work runs in the very process instead of the worker: in tests, unless told."""
        return self.env == "test" if self.queue_immediate is None else self.queue_immediate

    @property
    def queue_folder(self) -> Path:
        """Beside the SQLite database that its ids belong to; for PostgreSQL in the instance folder."""
        scheme, _, path = self.database_url.partition(":///")
        return Path(f"{path}.queue") if scheme == "sqlite" and path else self.instance / "queue"


def read_env_file(path: Path) -> dict[str, str]:
    """``NAME=value`` lines; blanks and lines with # are passed over."""
    if not path.exists():
        return {}
    pairs = (
        line.split("=", 1) for line in path.read_text(encoding="utf-8").splitlines() if "=" in line and line[0] != "#"
    )
    return {name.strip(): value.strip() for name, value in pairs}


def _need(values: Mapping[str, str], name: str) -> str:
    if not values.get(name):
        raise SettingsError(f"설정 {name}이(가) 없습니다. 개발용이면 make setup을 먼저 실행하세요.")
    return values[name]


def _key(text: str, name: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise SettingsError(f"설정 {name}은(는) base64로 적은 32바이트여야 합니다.")
    return key


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > 5:
        raise SettingsError("TRUSTED_PROXIES는 앞에 선 프록시의 수(0~5)를 적어 주세요.")
    return int(text)


def _yes_no(text: str, name: str) -> bool | None:
    """``1``, ``0`` or nothing said."""
    if text not in ("", "0", "1"):
        raise SettingsError(f"{name}에는 1 또는 0을 적어 주세요.")
    return text == "1" if text else None


def _check_production(values: Mapping[str, str], settings: Settings) -> None:
    """Production refuses what only development may have."""
    if values.get("TODAY"):
        raise SettingsError("운영 환경에서는 TODAY를 쓸 수 없습니다. 설정에서 지워 주세요.")
    if values.get("FLASK_DEBUG", "0") not in ("", "0"):
        raise SettingsError("운영 환경에서는 디버그를 켤 수 없습니다. FLASK_DEBUG를 지워 주세요.")
    if values.get("KEYS_ARE_FOR", "") == "development":
        raise SettingsError("개발용 키로는 운영할 수 없습니다. 운영용 키를 만들어 설정해 주세요.")
    if len(settings.secret_key) < 32:
        raise SettingsError("SECRET_KEY가 짧습니다. 32자 이상으로 만들어 주세요.")


def load(environ: Mapping[str, str] | None = None, *, instance: Path | None = None) -> Settings:
    """Read and check the settings. Raises SettingsError with one sentence."""
    folder = instance or ROOT / "instance"
    values = {**read_env_file(folder / "settings.env"), **(os.environ if environ is None else environ)}
    env = _need(values, "APP_ENV")
    if env not in ENVIRONMENTS:
        raise SettingsError(f"APP_ENV는 {', '.join(ENVIRONMENTS)} 가운데 하나여야 합니다.")
    try:
        keys = {
            int(version): _key(text, "PERSONAL_KEYS")
            for version, _, text in (part.partition(":") for part in _need(values, "PERSONAL_KEYS").split(","))
        }
        today = date.fromisoformat(values["TODAY"]) if values.get("TODAY") else None
    except ValueError:
        raise SettingsError("PERSONAL_KEYS는 판:키, TODAY는 2024-07-08처럼 적어 주세요.") from None
    settings = Settings(
        env=env,
        secret_key=_need(values, "SECRET_KEY"),
        database_url=values.get("DATABASE_URL") or f"sqlite:///{folder / 'ilteo.db'}",
        personal_keys=keys,
        search_key=_key(_need(values, "SEARCH_KEY"), "SEARCH_KEY"),
        today=today,
        demo=values.get("DEMO") == "1",
        instance=folder,
        argon2_cheap=env == "test",
        tls=env == "production",
        proxies=_count(values.get("TRUSTED_PROXIES", "0")),
        queue_immediate=_yes_no(values.get("QUEUE_IMMEDIATE", ""), "QUEUE_IMMEDIATE"),
    )
    if env == "production":
        _check_production(values, settings)
    return settings
