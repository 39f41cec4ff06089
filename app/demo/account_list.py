"""``instance/demo-accounts.txt``: the accounts of the demo with their passwords, readable by its owner alone."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from app.demo.office import Account

NAME = "demo-accounts.txt"


def write_aside(folder: Path, accounts: Sequence[Account]) -> Path:
    """Write the list beside its place: it takes the old one's place only when the data is in (``put_in_place``)."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{NAME}.new"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write("시연 계정(아이디  비밀번호  역할  이름  소속)\n")
        for one in accounts:
            out.write(f"{one.login:<16}{one.password:<20}{one.role}  {one.name}  {one.place}\n")
    return path


def put_in_place(path: Path) -> Path:
    final = path.with_name(NAME)
    path.replace(final)
    return final
