"""Copies the web assets from node_modules into app/static: KRDS in its own layout, htmx, the fonts for PDFs.

Standard library only. Running it again changes nothing; a file that is already the same is left alone.
"""

from __future__ import annotations

import filecmp
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
STATIC = ROOT / "app" / "static"

KRDS = "krds-uiux/resources"
KRDS_PATTERNS = (
    "css/component/output.css",
    "css/token/krds_tokens.css",
    "img/component/icon/*.svg",
    "fonts/PretendardGOV-*.subset.woff2",
)
# The KRDS logo is a government mark: it stays out of the product.
LEFT_OUT = ("ico_logo_krds",)
SINGLE = {
    "htmx.org/dist/htmx.min.js": "vendor/htmx.min.js",
    "@expo-google-fonts/gothic-a1/400Regular/GothicA1_400Regular.ttf": "fonts/GothicA1-Regular.ttf",
    "@expo-google-fonts/gothic-a1/700Bold/GothicA1_700Bold.ttf": "fonts/GothicA1-Bold.ttf",
}


class AssetMissingError(Exception):
    """A source file is not there; the message says which and what to do."""


def pairs(modules: Path, static: Path) -> Iterator[tuple[Path, Path]]:
    """Every file to copy: where it is, where it goes."""
    krds = modules / KRDS
    for pattern in KRDS_PATTERNS:
        found = sorted(krds.glob(pattern))
        if not found:
            raise AssetMissingError(f"{KRDS}/{pattern} is not in node_modules: run `npm ci --ignore-scripts`")
        for source in found:
            if not source.name.startswith(LEFT_OUT):
                yield source, static / "vendor" / "krds" / source.relative_to(krds)
    for source_name, target_name in SINGLE.items():
        yield modules / source_name, static / target_name


def copy_assets(modules: Path = MODULES, static: Path = STATIC) -> int:
    """Copies what is missing or different and returns how many files that were."""
    if not modules.is_dir():
        raise AssetMissingError("node_modules is missing: run `npm ci --ignore-scripts` first")
    copied = 0
    for source, target in pairs(modules, static):
        if not source.is_file():
            raise AssetMissingError(
                f"{source.relative_to(modules)} is not in node_modules: run `npm ci --ignore-scripts`"
            )
        if target.is_file() and filecmp.cmp(source, target, shallow=False):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        copied += 1
    return copied


def main() -> int:
    """Copies, says how many files, and returns the exit status."""
    try:
        copied = copy_assets()
    except AssetMissingError as error:
        print(f"build_assets: {error}", file=sys.stderr)
        return 1
    print(f"{copied} files copied to app/static")
    return 0


if __name__ == "__main__":
    sys.exit(main())
