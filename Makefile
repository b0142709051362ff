# Every target works alone from a fresh clone: what it needs is set up in .venv first.
# All paths are relative and quoted, so the checkout may lie under any name; plain sh, and the make that macOS has.

PYTHON ?=
OPEN ?= yes
PYTEST_ARGS ?= -n 2 --dist loadfile
NOTEBOOK ?= notebooks/01_gradient_descent.ipynb

.DEFAULT_GOAL := help
.PHONY: help lab test test-all demo lint build lock clean ready ready-test

help:
	@echo 'make lab       open the first notebook in JupyterLab (OPEN=no: start without a browser)'
	@echo 'make test      run the tests (PYTEST_ARGS="-k softmax" for some of them)'
	@echo 'make test-all  run the tests, the slow ones too'
	@echo 'make demo      release, hand in, grade and return a sample class'
	@echo 'make build     derive notebooks/ and nnlib/ from solutions/'
	@echo 'make lint      check the style of the code'
	@echo 'make lock      choose the newest versions of all packages anew'
	@echo 'make clean     remove .venv, caches and build/'
	@echo 'Each sets up what it needs in .venv first. PYTHON=python3.13 chooses the Python.'

# etc/lab makes this a student's JupyterLab: of nbgrader only Validate, and a quiet terminal. A server as root is
# refused unless asked for. .venv/bin comes first so that a terminal in JupyterLab has nncourse.
lab: ready
	@set -- --ServerApp.root_dir=. --LabApp.default_url="/lab/tree/$(NOTEBOOK)"; \
	[ "$(OPEN)" != no ] || set -- "$$@" --no-browser; \
	[ "$$(id -u)" != 0 ] || set -- "$$@" --allow-root; \
	echo 'JupyterLab starts with $(NOTEBOOK). Control-C, twice, stops it.'; \
	PATH="$$PWD/.venv/bin:$$PATH" JUPYTER_CONFIG_PATH="$$PWD/etc/lab" exec .venv/bin/python -m jupyterlab "$$@"

test: ready-test
	@.venv/bin/python -m pytest -m 'not slow' $(PYTEST_ARGS)

test-all: ready-test
	@.venv/bin/python -m pytest $(PYTEST_ARGS)

demo: ready
	@.venv/bin/python -m nncourse demo

build: ready
	@.venv/bin/python -m nncourse build

lint: ready-test
	@.venv/bin/python -m ruff check .
	@.venv/bin/python -m ruff format --check .

# No addresses and no comments in the locks: the same text comes out wherever they are made. The constraint: from 26 on
# there is no wheel for Macs with an Intel processor.
COMPILE = .venv/bin/python -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --no-emit-index-url --no-emit-find-links pyproject.toml
lock: ready
	echo 'argon2-cffi-bindings<26' | $(COMPILE) --constraint - --output-file requirements.lock
	$(COMPILE) --extra test --constraint requirements.lock --output-file requirements-test.lock

clean:
	rm -rf .venv build *.egg-info .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

ready:
	@sh etc/set_up.sh run "$(PYTHON)"

ready-test:
	@sh etc/set_up.sh test "$(PYTHON)"
