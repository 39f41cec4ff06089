"""Makes development settings once: ``instance/settings.env``, mode 600. Never touches a file that is there."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "instance"
FILE = FOLDER / "settings.env"


def key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def main() -> None:
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    if FILE.exists():
        return
    lines = (
        "# 개발용 설정. 운영에서는 이 값을 쓸 수 없습니다.",
        "APP_ENV=development",
        "KEYS_ARE_FOR=development",
        f"SECRET_KEY={secrets.token_urlsafe(48)}",
        f"PERSONAL_KEYS=1:{key()}",
        f"SEARCH_KEY={key()}",
        "DEMO=1",
        "TODAY=2024-07-08",
    )
    with os.fdopen(os.open(FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
