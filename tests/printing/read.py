"""What a finished PDF says: its text, its fonts and its properties, as poppler reads them."""

from __future__ import annotations

import subprocess


def _run(pdf: bytes, *command: str) -> str:
    done = subprocess.run(command, input=pdf, capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


def text_of(pdf: bytes, *, page: int | None = None) -> str:
    """The text layer, laid out; of one page when given."""
    pages = ("-f", str(page), "-l", str(page)) if page else ()
    return _run(pdf, "pdftotext", "-layout", *pages, "-", "-")


def squeezed(pdf: bytes, *, page: int | None = None) -> str:
    """The text layer with every run of blanks as one: for sentences that a line break cuts."""
    return " ".join(text_of(pdf, page=page).split())


def fonts_of(pdf: bytes) -> list[list[str]]:
    """Rows of pdffonts, without its head: name, type, encoding, emb, sub, uni …"""
    return [line.split() for line in _run(pdf, "pdffonts", "-").splitlines()[2:]]


def info_of(pdf: bytes) -> dict[str, str]:
    pairs = (line.split(":", 1) for line in _run(pdf, "pdfinfo", "-").splitlines() if ":" in line)
    return {name.strip(): value.strip() for name, value in pairs}


def pages_of(pdf: bytes) -> int:
    return int(info_of(pdf)["Pages"])


def assert_sound(pdf: bytes) -> None:
    """Every font embedded with its characters named, none of reportlab's own, nothing about a person in the file."""
    fonts = fonts_of(pdf)
    assert fonts, "no font at all"
    for row in fonts:
        assert "GothicA1" in row[0], row
        assert row[-5:-2] == ["yes", "yes", "yes"], row
    info = info_of(pdf)
    assert info.get("Author", "") == ""
    assert info["Title"]
    assert info["Producer"].startswith("ReportLab")
