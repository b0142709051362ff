"""The set-up: declared, pinned and installed agree, JupyterLab gets its settings, and errors say what to do."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from importlib.metadata import version
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
OVERRIDES = "etc/jupyter/labconfig/default_setting_overrides.json"
CONDA_NAMES = {"matplotlib": "matplotlib-base"}  # where conda-forge's name differs


def locked(name):
    """What a lock holds: package -> {version line: its hashes}. A package can have two versions, with markers."""
    packages = {}
    for entry in re.split(r"\n(?=\S)", (ROOT / name).read_text("utf-8").strip()):
        requirement, *hashes = (part.strip() for part in entry.replace("\\\n", "\n").splitlines())
        package = canonicalize_name(Requirement(requirement).name)
        packages.setdefault(package, {})[requirement] = hashes
    return packages


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_lock_holds_versions_and_hashes_and_no_address(lock):
    for package, versions in locked(lock).items():
        for requirement, hashes in versions.items():
            assert str(Requirement(requirement).specifier).startswith("=="), f"{package} has no fixed version in {lock}"
            assert hashes, f"{package} has no hash in {lock}"
            assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", item) for item in hashes), f"{package} in {lock}"


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", PROJECT["dependencies"]),
        ("requirements-test.lock", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]),
    ],
)
def test_lock_satisfies_pyproject(lock, wanted):
    packages = locked(lock)
    for requirement in map(Requirement, wanted):
        versions = packages.get(canonicalize_name(requirement.name))
        assert versions, f"{requirement.name} is not in {lock}: run `make lock`"
        for pin in versions:
            pinned = re.search(r"==([^\s;]+)", pin)[1]
            assert requirement.specifier.contains(pinned), f"{pin} in {lock} is not {requirement}: run `make lock`"


def test_test_lock_has_the_pins_of_the_lock():
    with_tests = locked("requirements-test.lock")
    for package, versions in locked("requirements.lock").items():
        assert with_tests.get(package) == versions, f"{package} differs between the locks: run `make lock`"


def test_conda_environment_is_that_of_pyproject():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    packages = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    wanted = {}
    for requirement in map(Requirement, PROJECT["dependencies"]):
        wanted[CONDA_NAMES.get(requirement.name, requirement.name)] = str(requirement.specifier)
    found = dict((entry.split(" ", 1) + [""])[:2] for entry in packages)
    assert found.pop("python") == PROJECT["requires-python"] + ",<3.15"
    found.pop("pip")
    assert found == wanted
    assert environment["dependencies"][-1] == {"pip": ["--editable ."]}
    assert environment["channels"] == ["conda-forge", "nodefaults"]


def test_only_the_tools_can_be_imported_from_elsewhere(tmp_path):
    code = (
        "import importlib.util as u; print(*[u.find_spec(n) is not None for n in ('nncourse', 'nnlib', 'solutions')])"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "False", "False"]


def test_jupyterlab_settings_are_installed():
    installed = Path(sys.prefix, OVERRIDES)
    assert installed.is_file(), f"{installed} is missing: run `make test`, or pip install -e ."
    assert json.loads(installed.read_text("utf-8")) == json.loads((ROOT / OVERRIDES).read_text("utf-8"))


def test_code_has_the_agreed_style():
    for command in (["check", "--output-format=concise"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "."], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"ruff {command[0]}:\n{done.stdout}{done.stderr}"


# --- The set-up's errors, on a machine that is made to lack something ---

needs_sh = pytest.mark.skipif(shutil.which("sh") is None, reason="needs a POSIX shell")


@pytest.fixture
def bare_checkout(tmp_path):
    """A checkout under a name with a space, with nothing set up, and a PATH without any Python."""
    checkout = tmp_path / "a course"
    shutil.copytree(ROOT / "etc", checkout / "etc")
    for name in ("pyproject.toml", "requirements.lock", "requirements-test.lock"):
        shutil.copy(ROOT / name, checkout)
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in ("sh", "cat", "cksum", "sed", "tail"):
        (commands / name).symlink_to(shutil.which(name))
    return checkout, commands


def set_up(checkout, commands, *arguments):
    return subprocess.run(
        ["sh", "etc/set_up.sh", "run", *arguments],
        cwd=checkout,
        env={"PATH": str(commands)},
        capture_output=True,
        text=True,
        check=False,
    )


@needs_sh
def test_no_python_says_so_in_one_line(bare_checkout):
    done = set_up(*bare_checkout)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "found no Python from 3.11 to 3.14" in done.stderr


@needs_sh
def test_an_old_python_is_no_python(bare_checkout):
    _, commands = bare_checkout
    (commands / "python3").write_text("#!/bin/sh\nexit 1\n")  # what its version check answers
    (commands / "python3").chmod(0o755)
    assert "found no Python from 3.11 to 3.14" in set_up(*bare_checkout).stderr


@needs_sh
def test_missing_venv_module_says_what_to_install(bare_checkout):
    _, commands = bare_checkout
    (commands / "python3").write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; esac\n')
    (commands / "python3").chmod(0o755)
    done = set_up(*bare_checkout)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "sudo apt install python3-venv" in done.stderr


# --- The real thing ---


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
@pytest.mark.skipif(not Path(ROOT, ".venv/ready-run").is_file(), reason="needs the .venv that make sets up")
def test_make_lab_serves_the_first_notebook_with_our_settings(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    environment["HOME"] = str(tmp_path)  # no settings of the user's, and no traces left there
    log = tmp_path / "log"
    with log.open("w") as out:
        lab = subprocess.Popen(
            ["make", "lab", "OPEN=no"], cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        address, token = wait_for_address(log)

        def get(path):
            request = Request(f"{address}/{path}", headers={"Authorization": f"token {token}"})
            with urlopen(request, timeout=30) as answer:
                return json.load(answer)

        schemas = {entry["id"]: entry["schema"] for entry in get("lab/api/settings")["settings"]}
        for plugin, settings in json.loads((ROOT / OVERRIDES).read_text("utf-8")).items():
            for name, value in settings.items():
                assert schemas[plugin]["properties"][name]["default"] == value, f"{plugin} {name}"
        assert get("api/contents/notebooks/01_gradient_descent.ipynb?content=0")["type"] == "notebook"
        assert get("api/kernelspecs")["default"] == "python3"
        assert get(f"nbgrader_version?version={version('nbgrader')}")["success"], "the Validate button needs it"
    finally:
        os.killpg(lab.pid, signal.SIGTERM)
        lab.wait(20)
    assert not re.search(r"^\[[WE] |WARNING", log.read_text(), re.MULTILINE), log.read_text()


def wait_for_address(log):
    for _ in range(300):
        found = re.search(r"(http://127\.0\.0\.1:\d+)/lab/tree/notebooks/01_\w+\.ipynb\?token=(\w+)", log.read_text())
        if found:
            return found.groups()
        time.sleep(0.1)
    raise AssertionError(f"`make lab OPEN=no` gave no address in 30 s:\n{log.read_text()}")
