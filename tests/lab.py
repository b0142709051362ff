"""A real JupyterLab in a real browser, for tests: start it, open a notebook, run it."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCREENSHOTS = ROOT / "build" / "screenshots"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
IDLE = ".jp-Notebook-ExecutionIndicator[data-status=idle]"


@contextlib.contextmanager
def server(folder, settings=str(ROOT / "etc" / "lab")):
    """JupyterLab as `make lab` starts it, in this folder; yields its address with a token in it.

    settings: "" for those of Jupyter itself, with which an instructor starts it in a course directory.
    """
    port = free_port()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}"]
    command += [f"--ServerApp.root_dir={folder}", "--IdentityProvider.token=test", "--ServerApp.port_retries=0"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    environment = {**os.environ, "JUPYTER_CONFIG_PATH": settings, "PYTHONWARNINGS": "ignore"}
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(f"http://127.0.0.1:{port}/api?token=test")
        yield lambda path, app="lab/tree": f"http://127.0.0.1:{port}/{app}/{path}?token=test&reset"
    finally:
        process.terminate()
        process.wait(20)


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(address):
    for _ in range(120):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address).close()
            return
        time.sleep(0.25)
    raise TimeoutError(f"JupyterLab does not answer at {address}")


@contextlib.contextmanager
def page(**options):
    """A page of a headless Chromium; the test is skipped, with the reason, where there is none."""
    if not CHROMIUM:
        pytest.skip("there is no Chromium on this machine (Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport={"width": 1300, "height": 1000}, **options)
        yield context.new_page()
        browser.close()


def run_all(page):
    """Menu Run > Run All Cells, and wait until the kernel rests.

    A page can say idle before its kernel is there, and what is run then is lost: so look for the first prompt.
    """
    for _ in range(5):
        page.wait_for_selector(IDLE, timeout=90_000)
        page.wait_for_timeout(1000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        wait_idle(page)
        if "1" in page.locator(".jp-CodeCell .jp-InputPrompt").first.inner_text():
            return
    raise AssertionError("the cells were never run")


def wait_idle(page):
    """Wait until the kernel has had nothing to do for a second."""
    page.wait_for_timeout(1000)
    page.wait_for_selector(IDLE, timeout=120_000)
    page.wait_for_timeout(500)
