"""Every act the code records has a Korean word in the trail."""

from __future__ import annotations

import re
from pathlib import Path

import app
from app.audit.words import ACTIONS

RECORDED = re.compile(r"(?:audit\.record|\brecord|note_look|looks?)\(\s*\"([a-z]+(?::[a-z-]+)+)\"")


def test_every_recorded_act_has_a_word() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(app.__file__).parent.rglob("*.py")]
    recorded = {act for text in sources for act in RECORDED.findall(text)}
    assert len(recorded) > 30
    assert recorded - set(ACTIONS) == set()
