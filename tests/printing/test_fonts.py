"""Text for the papers: nothing lost without a trace, lines broken as Korean is."""

from __future__ import annotations

import logging
import time
import unicodedata
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics

from app.printing import fonts


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("홍길동", "홍길동"),
        (unicodedata.normalize("NFD", "홍길동"), "홍길동"),
        ("뷁 쀍 ㎡ △ ☎ ㊞ −", "뷁 쀍 ㎡ △ ☎ ㊞ −"),
        ("A <B & &#65; <b>x</b>", "A <B & &#65; <b>x</b>"),
        ("가\x00나\x1b다\u200b라\u202e마", "가나다라마"),
        ("☑ 확인", "■ 확인"),
        ("李氏", "□□"),
        ("둘\n줄", "둘\n줄"),
    ],
    ids=["plain", "decomposed", "rare signs", "mark-up", "controls", "stand-in", "no glyph", "line break"],
)
def test_clean_keeps_what_can_be_drawn(typed: str, drawn: str) -> None:
    assert fonts.clean(typed) == drawn


def test_missing_glyph_is_logged_without_the_text(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        fonts.clean("비밀이름 龜")
    assert "U+9F9C" in caplog.text
    assert "비밀" not in caplog.text


def test_what_the_regular_weight_can_draw_the_bold_one_can_too() -> None:
    fonts.register()
    regular, bold = (set(pdfmetrics.getFont(name).face.charToGlyph) for name in (fonts.REGULAR, fonts.BOLD))
    assert regular <= bold


def test_every_hangul_syllable_can_be_drawn() -> None:
    syllables = "".join(chr(code) for code in range(0xAC00, 0xD7A4))
    for at in range(0, len(syllables), 4_000):
        assert fonts.clean(syllables[at : at + 4_000]) == syllables[at : at + 4_000]


@pytest.mark.parametrize(("length", "kept"), [(5_000, 5_000), (5_001, 5_000)])
def test_field_is_capped(length: int, kept: int) -> None:
    drawn = fonts.clean("가" * length)
    assert len(drawn) == kept
    assert drawn.endswith("…") is (length > 5_000)


def test_wrap_breaks_at_spaces_and_fits() -> None:
    text = "시비는 원 미만을 버리고 나머지는 구비로 부담함"
    lines = fonts.wrap(text, fonts.REGULAR, 9, 80)
    assert len(lines) > 1
    assert " ".join(lines) == text
    assert all(fonts.width(line, fonts.REGULAR, 9) <= 80 for line in lines)


def test_wrap_cuts_a_word_longer_than_the_line() -> None:
    lines = fonts.wrap("가" * 50, fonts.REGULAR, 9, 60)
    assert "".join(lines) == "가" * 50
    assert all(fonts.width(line, fonts.REGULAR, 9) <= 60 for line in lines)


def test_no_break_space_holds_a_date_together() -> None:
    date = "2024.\u00a03.\u00a031."
    room = fonts.width(f"기준일 {date}", fonts.REGULAR, 9) - 5
    assert fonts.wrap(f"기준일 {date}", fonts.REGULAR, 9, room) == ("기준일", "2024. 3. 31.")


def test_longest_field_wraps_quickly() -> None:
    started = time.perf_counter()
    fonts.wrap("넓은 칸 " * 40_000, fonts.REGULAR, 8.5, 100)
    assert time.perf_counter() - started < 1


def test_missing_files_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts.register.cache_clear()
    monkeypatch.setattr(fonts, "_FOLDER", tmp_path)
    with pytest.raises(RuntimeError, match="make setup"):
        fonts.register()
