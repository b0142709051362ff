"""Measures the widgets in a real JupyterLab: milliseconds from a slider's move to its new picture, pictures a second.

    python benchmarks/widgets.py [--quick] [--json] [--screenshots DIR]

Needs playwright and a Chromium (--chromium PATH). The server runs in a temporary directory and ends with the script.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDGETS = {  # name: (its cell, its main slider)
    "descent_on_curve": ("widgets.descent_on_curve()", "rate"),
    "descent_on_bowl": ("widgets.descent_on_bowl()", "rate"),
    "random_search_against_descent": ("widgets.random_search_against_descent()", "dimension"),
}
SETTINGS = {  # what the course ships too (no widget callbacks in a second thread), no news, all cells rendered at once
    "@jupyterlab/apputils-extension:kernels-settings": {"commsOverSubshells": "disabled"},
    "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}

# Moves the slider as a user does (set the value, send the event) and notes when the picture has changed.
MOVES = """async ([stage, count]) => {
  const input = stage.querySelector('input[type=range]'), times = [], most = Number(input.max);
  for (let i = 0; i < count; i++) {
    await new Promise((done) => setTimeout(() => requestAnimationFrame(done), 30));
    const before = stage.dataset.draws, start = performance.now();
    input.value = Math.round(most * ((i * 0.37) % 1));
    input.dispatchEvent(new Event('input', { bubbles: true }));
    while (stage.dataset.draws === before) await new Promise((done) => setTimeout(done, 0));
    const drawn = performance.now() - start;
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    times.push([drawn, performance.now() - start]);
  }
  return times;
}"""


@contextlib.contextmanager
def jupyterlab(folder: Path, settings: dict) -> Iterator[str]:
    """A JupyterLab that serves `folder`; yields its address with the token."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token, home = secrets.token_hex(16), folder / ".jupyter"
    (home / "labconfig").mkdir(parents=True)
    (home / "labconfig" / "default_setting_overrides.json").write_text(json.dumps(settings))
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(home), "JUPYTER_DATA_DIR": str(home / "data"),
                   "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(home / "spaces"),
                   "IPYTHONDIR": str(home / "ipython"),
                   "JUPYTER_CONFIG_PATH": str(home)}  # fmt: skip
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--ip=127.0.0.1", f"--port={port}",
               f"--IdentityProvider.token={token}", "--ServerApp.root_dir=.", "--allow-root"]  # fmt: skip
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/api?token={token}", folder / "server.log")
        yield f"{address}/lab/tree/widgets.ipynb?token={token}"
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait(address: str, log: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=2)
            return
        time.sleep(0.2)
    raise SystemExit("JupyterLab did not start:\n" + log.read_text()[-2000:])


def notebook(cells: list[str]) -> str:
    """A notebook with these code cells, as JSON."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps({
        "nbformat": 4, "nbformat_minor": 5,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "cells": [{"id": f"cell{i}", "cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None,
                   "source": cell} for i, cell in enumerate(cells)],
    })  # fmt: skip


def solved_library(folder: Path) -> None:
    """Put nncourse and the reference nnlib beside the notebook, as the student's finished work."""
    (folder / "nncourse").symlink_to(REPOSITORY / "nncourse")
    (folder / "nnlib").mkdir()
    for module in (REPOSITORY / "solutions" / "nnlib").glob("*.py"):
        shutil.copy(module, folder / "nnlib")
    (folder / "nnlib" / "__init__.py").touch()


def run_all(page) -> None:
    """Run all cells; once more if nothing comes of it, as a click before the kernel is there is lost."""
    from playwright.sync_api import TimeoutError

    for seconds in (20, 60):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        with contextlib.suppress(TimeoutError):
            page.locator(".nn-stage").first.wait_for(state="attached", timeout=1000 * seconds)
            return
    raise SystemExit("The notebook's cells did not show their widgets.")


@contextlib.contextmanager
def page_with_widgets(cells: list[str], *, chromium: str, dark: bool = False, width: int = 1400) -> Iterator:
    """A browser page in which these cells have been run and show their stages."""
    from playwright.sync_api import sync_playwright

    theme = {"@jupyterlab/apputils-extension:themes": {"theme": "JupyterLab Dark" if dark else "JupyterLab Light"}}
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        solved_library(folder)
        (folder / "widgets.ipynb").write_text(notebook(["from nncourse import widgets", *cells]))
        with jupyterlab(folder, SETTINGS | theme) as address:
            browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
            page = browser.new_page(viewport={"width": 1400, "height": 1500})
            page.goto(address)
            idle = page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")
            idle.wait_for(timeout=90_000)
            run_all(page)
            for i in range(len(cells)):
                page.locator(".nn-stage").nth(i).wait_for(state="attached", timeout=60_000)
                page.locator(".nn-stage").nth(i).scroll_into_view_if_needed()
                page.locator(".nn-stage[data-draws]").nth(i).wait_for()
            idle.wait_for()
            page.set_viewport_size({"width": width, "height": 1500})  # only now: narrow, the menus are hidden
            page.wait_for_timeout(500)
            yield page
            browser.close()


def measure(page, index: int, slider: str, moves: int, seconds: float) -> dict[str, float]:
    """The figures of the index-th stage: ms to the drawn canvas, ms to the screen, pictures a second while dragging."""
    stage = page.locator(".nn-stage").nth(index)
    control = stage.locator(f'[data-control="{slider}"] input[type=range]')
    control.scroll_into_view_if_needed()
    positions = int(control.get_attribute("max")) + 1
    times = stage.evaluate(f"(stage, count) => ({MOVES})([stage.querySelector('[data-control={slider}]')"
                           ".closest('.nn-stage'), count])", moves)  # fmt: skip
    return {
        "drawn_ms": statistics.median(drawn for drawn, _ in times),
        "screen_ms": statistics.median(screen for _, screen in times),
        "pictures_per_second": drag(page, stage, control.bounding_box(), positions, seconds),
    }


def drag(page, stage, box: dict[str, float], positions: int, seconds: float) -> float:
    """Drag the mouse to and fro over the box; the number of pictures that were drawn, a second."""
    middle, left, right = box["y"] + box["height"] / 2, box["x"] + 10, box["x"] + box["width"] - 10
    page.mouse.move(left, middle)
    page.mouse.down()
    part = max(0.013, 1 / positions)  # of the slider's length, so that each move changes its value
    first, start, moves = int(stage.get_attribute("data-draws")), time.monotonic(), 0
    while time.monotonic() - start < seconds:
        moves += 1
        page.mouse.move(left + (right - left) * abs((moves * part) % 2 - 1), middle)
    took = time.monotonic() - start
    page.mouse.up()
    return (int(stage.get_attribute("data-draws")) - first) / took


def take_screenshots(folder: Path, cells: list[str], chromium: str) -> None:
    """One picture of each stage: light and dark, wide and narrow."""
    folder.mkdir(parents=True, exist_ok=True)
    for dark in (False, True):
        for name, width in (("wide", 1400), ("narrow", 760)):
            with page_with_widgets(cells, chromium=chromium, dark=dark, width=width) as page:
                for i, cell in enumerate(cells):
                    stage = page.locator(".nn-stage").nth(i)
                    stage.scroll_into_view_if_needed()
                    label = cell.split("(")[0].rpartition(".")[2]
                    stage.screenshot(path=folder / f"{label}-{'dark' if dark else 'light'}-{name}.png")


def main() -> None:
    """Read the options, measure, print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="fewer moves, shorter drags")
    options.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options.add_argument("--screenshots", type=Path, metavar="DIR", help="also take pictures of every widget")
    options.add_argument("--chromium", default="/usr/bin/chromium", help="the browser's path")
    given = options.parse_args()
    cells = [cell for cell, _ in WIDGETS.values()]
    moves, seconds = (20, 2.0) if given.quick else (60, 5.0)
    with page_with_widgets(cells, chromium=given.chromium) as page:
        results = {name: measure(page, i, slider, moves, seconds) for i, (name, (_, slider)) in
                   enumerate(WIDGETS.items())}  # fmt: skip
    if given.screenshots:
        take_screenshots(given.screenshots, cells, given.chromium)
    if given.json:
        print(json.dumps(results, indent=2))
        return
    print(f"{'widget':<32}{'ms to drawn':>13}{'ms to screen':>14}{'pictures/s':>12}")
    for name, figures in results.items():
        print(f"{name:<32}{figures['drawn_ms']:>13.1f}{figures['screen_ms']:>14.1f}"
              f"{figures['pictures_per_second']:>12.0f}")  # fmt: skip


if __name__ == "__main__":
    main()
