"""The papers' one typeface (Gothic A1, embedded): registering it, cleaning text for it, measuring and wrapping.

Nothing here reads mark-up: what is typed is what is printed.
"""

from __future__ import annotations

import logging
import unicodedata
from functools import lru_cache
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "Ilteo", "IlteoBold"
LONGEST = 5_000
"""Characters of one field that reach a paper; a longer text costs minutes, not milliseconds, to break into lines."""

_FOLDER = Path(__file__).resolve().parent.parent / "static" / "fonts"
_FILES = {REGULAR: "GothicA1-Regular.ttf", BOLD: "GothicA1-Bold.ttf"}
_STANDS_IN = {"☑": "■", "\u2011": "-", "\t": " ", "\r": ""}
_NO_GLYPH = "□"

_log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def register() -> None:
    """Make both weights known to reportlab, once. RuntimeError when the build step has not put the files there."""
    for name, file in _FILES.items():
        if not (_FOLDER / file).is_file():
            raise RuntimeError("글꼴이 없습니다. make setup을 실행하세요.")
        pdfmetrics.registerFont(TTFont(name, str(_FOLDER / file)))
    # reportlab otherwise lists its own Helvetica, unembedded, in every file.
    rl_config.canvas_basefontname = REGULAR


def _drawable(char: str, glyphs: dict[int, int], missing: set[str]) -> str:
    char = _STANDS_IN.get(char, char)
    if not char or char == "\n" or ord(char) in glyphs:
        return char
    if unicodedata.category(char) in ("Cc", "Cf"):
        return ""
    missing.add(f"U+{ord(char):04X}")
    return _NO_GLYPH


@lru_cache(maxsize=20_000)
def clean(text: str) -> str:
    """The text as it can be drawn: syllables composed, control characters out, □ for a character the font lacks.

    A missing glyph is otherwise an empty box that is silently gone from the text layer. Line breaks stay.
    """
    register()
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    missing: set[str] = set()
    glyphs = pdfmetrics.getFont(REGULAR).face.charToGlyph
    drawn = "".join(_drawable(char, glyphs, missing) for char in unicodedata.normalize("NFC", text))
    if missing:
        _log.warning("characters that the paper font lacks: %s", ", ".join(sorted(missing)))
    return drawn


def width(text: str, font: str, size: float) -> float:
    """Points that the cleaned text takes on one line."""
    register()
    return float(pdfmetrics.stringWidth(text, font, size))


def _cut(word: str, font: str, size: float, room: float) -> list[str]:
    """A word too long for any line, cut where the line is full."""
    pieces, piece, used = [], "", 0.0
    for char in word:
        wide = width(char, font, size)
        if piece and used + wide > room:
            pieces.append(piece)
            piece, used = "", 0.0
        piece, used = piece + char, used + wide
    return [*pieces, piece]


def _wrap_line(text: str, font: str, size: float, room: float) -> list[str]:
    if width(text, font, size) <= room:
        return [text]
    lines: list[str] = []
    line: str | None = None
    for word in text.split(" "):
        longer = word if line is None else f"{line} {word}"
        if width(longer, font, size) <= room:
            line = longer
            continue
        if line is not None:
            lines.append(line)
        *full, line = _cut(word, font, size, room)
        lines += full
    return [*lines, line or ""]


@lru_cache(maxsize=20_000)
def wrap(text: str, font: str, size: float, room: float) -> tuple[str, ...]:
    """Lines no wider than ``room`` points, broken at spaces as Korean is; no-break spaces hold a date together."""
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        lines += _wrap_line(paragraph, font, size, room)
    return tuple(line.replace("\u00a0", " ") for line in lines)
