"""benchmarks/training.py runs, and all that it compares do the same work: their losses agree."""

import json
import subprocess
import sys

import pytest

from tests.conftest import COURSE, NAMES

pytestmark = pytest.mark.skipif(not NAMES, reason="needs solutions/, which a public copy of the course does not have")


def test_the_quick_version_measures_all_that_are_installed_at_the_same_work():
    """Where PyTorch is missing it says so, and goes on without it."""
    command = [sys.executable, COURSE.root / "benchmarks" / "training.py", "--quick", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=COURSE.root, timeout=60, check=True)
    figures = json.loads(done.stdout)
    assert [(case["type"], case["batch"]) for case in figures["cases"]] == [
        ("float64", 32),
        ("float64", 256),
        ("float32", 32),
        ("float32", 256),
    ]
    for case in figures["cases"]:
        assert case["losses_agree"], case["losses"]
        assert set(case["losses"]) == {"nnlib", "scikit-learn", "PyTorch", "written out"} - set(figures["missing"])
        assert set(case["times_as_long_as_nnlib"]) | {"nnlib"} == set(case["seconds"])
        assert all(seconds > 0 for seconds in case["seconds"].values())
    for name in figures["missing"]:
        assert f"measured without {name}" in done.stderr
