"""What tests read off a page."""

from __future__ import annotations

import re


def seen_on(page: str) -> str:
    """The stamp that a page's approving form would send."""
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found, "no approving form on the page"
    return found[1]
