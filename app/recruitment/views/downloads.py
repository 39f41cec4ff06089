"""Files as answers: shown or saved under their Korean names, in headers that no name can break (RFC 6266)."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from flask import Response

PDF = "application/pdf"
HWPX = "application/hwp+zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def inline(content: bytes, name: str, mimetype: str = PDF) -> Response:
    """A file to look at in the browser. Names carry numbers of papers, never names of people."""
    return _answer(content, name, mimetype, "inline")


def attachment(content: bytes, name: str, mimetype: str) -> Response:
    """A file to save."""
    return _answer(content, name, mimetype, "attachment")


def _answer(content: bytes, name: str, mimetype: str, how: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = disposition(how, name)
    return answer


def disposition(how: str, name: str) -> str:
    """``inline; filename="2024H2.pdf"; filename*=UTF-8''…``: plain letters for old readers, the whole name beside."""
    name = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]+', "_", unicodedata.normalize("NFC", name)).strip()[:120] or "file"
    name = name.encode("utf-8", "replace").decode()
    plain = re.sub(r"-*(\.[A-Za-z0-9]+)$", r"\1", re.sub(r"[^A-Za-z0-9._-]+", "-", name)).strip("-") or "file"
    if plain.startswith("."):
        plain = f"file{plain}"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
