"""Takes the manual's pictures of a built site with headless Chromium: `python screenshots.py SITE FOLDER`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

# Picture → page, and the window's size in CSS pixels.
_PICTURES = {
    "front": ("index.html", "1180,860"),
    "article": ("articles/2026/03/raum-fuer-die-flut-harmstorf-stellt-kuestenplan-vor.html", "1180,860"),
    "tags": ("tags.html", "1180,600"),
}
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def take(site: Path, folder: Path) -> None:
    """Write each picture into `folder`; end the program where there is no Chromium."""
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        sys.exit("error: no Chromium: apt-get install chromium")
    folder.mkdir(parents=True, exist_ok=True)
    for name, (page, size) in _PICTURES.items():
        flags = ["--headless=new", "--no-sandbox", "--hide-scrollbars", f"--window-size={size}"]
        target = f"--screenshot={(folder / name).resolve()}.webp"
        subprocess.run([browser, *flags, target, (site / page).resolve().as_uri()], check=True, capture_output=True)  # noqa: S603 -- our own arguments


if __name__ == "__main__":
    take(*map(Path, sys.argv[1:3]))
