"""What is asked of every page that a browser shows."""

from __future__ import annotations

import json
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

WIDTHS = (1280, 390)
OPTIONS = json.dumps(
    {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
)
# axe stays in the page from one width to the next, and only what it objects to comes back: both save most of the time.
ASK = f"axe.run({OPTIONS}).then(found => found.violations.map(one => [one.id, one.nodes[0].html.slice(0, 160)]))"


def violations(page: Any) -> list[str]:
    """What axe objects to, with the first element; WCAG 2.2 A and AA."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [f"{rule}: {element}" for rule, element in page.evaluate(ASK)]


def fit(page: Any, width: int) -> int:
    """Make the window as tall as the page (axe counts what a sticky bar covers); how far it scrolls sideways."""
    page.set_viewport_size({"width": width, "height": 900})
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
