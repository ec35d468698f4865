"""A Chromium for the browser tests: an installed one, Playwright's own or the system's package.

`python -m tests.browser.chromium` makes sure that one is there; `executable()` finds it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]


def executable() -> str | None:
    """The path of a Chromium on this machine, or None. `GLOSS_TEST_CHROMIUM` names one by hand."""
    named = os.environ.get("GLOSS_TEST_CHROMIUM")
    if named:
        return named
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    return _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).exists() else None


def _run(*command: str) -> bool:
    try:
        return subprocess.run(command, timeout=600, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def ensure() -> str:
    """The path of a Chromium, installed if need be; exits with an explanation where that fails."""
    if not executable():
        _run(sys.executable, "-m", "playwright", "install", "chromium")
    if not executable() and shutil.which("apt-get"):
        root = () if os.geteuid() == 0 else ("sudo", "-n")
        _run(*root, "apt-get", "update", "-qq")
        _run(*root, "apt-get", "install", "-y", "-qq", "chromium")
    found = executable()
    if not found:
        sys.exit(
            "No Chromium: neither Playwright's download nor the system's package worked. Set "
            "GLOSS_TEST_CHROMIUM."
        )
    return found


if __name__ == "__main__":
    print(ensure())
