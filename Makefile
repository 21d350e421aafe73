# Everything a checkout needs: Python 3.11 or newer, git and make. `make demo` plays a night.
PYTHON ?= python3
BIN := .venv/bin
SYSTEM_NODE := $(shell node -e 'const [a,b]=process.versions.node.split(".").map(Number);process.exit(a>20||(a==20&&b>=19)?0:1)' 2>/dev/null && echo yes)
NODE_LOCK := $(if $(SYSTEM_NODE),,-r requirements/node.lock)
CLIENT := $(shell find app -path app/node_modules -prune -o -type f -print 2>/dev/null)
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: setup demo test check docs lock clean
setup: .venv/ready

.venv/installed: requirements.lock requirements/build.lock requirements/node.lock
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.lock -r requirements/build.lock $(NODE_LOCK)
	@touch $@

.venv/ready: .venv/installed pyproject.toml hatch_build.py $(CLIENT)
	$(PIP) --no-deps --no-build-isolation --editable .
	$(BIN)/python -m yipanqi.solvers.crews.compile_now
	@touch $@

.venv/tools: .venv/ready requirements/dev.lock
	$(PIP) --require-hashes -r requirements/dev.lock
	@touch $@

demo: setup
	$(BIN)/yipanqi demo $(ARGS)

test: .venv/tools
	$(BIN)/python hatch_build.py test types:check
	$(BIN)/pytest -n 2 --dist loadgroup $(ARGS)

check: test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check
	$(BIN)/python hatch_build.py typecheck lint

docs: .venv/tools
	$(BIN)/python docs/generate.py
	$(BIN)/python hatch_build.py types

# Other engines to measure ours against, in a place of their own: benchmarks/crews_compare.py
.venv-compare: requirements.lock requirements/build.lock requirements/compare.lock
	$(PYTHON) -m venv $@
	$@/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements/compare.lock -r requirements/build.lock
	$@/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --editable .

# Locks hold names, versions and hashes, and no address.
UV := $(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --quiet
lock: .venv/tools
	$(UV) pyproject.toml --extra compare -o requirements/compare.lock -c requirements.lock
	$(UV) pyproject.toml -o requirements.lock
	$(UV) requirements/build.in -c requirements.lock -o requirements/build.lock
	$(UV) requirements/node.in -o requirements/node.lock
	$(UV) pyproject.toml --extra dev -c requirements.lock -c requirements/build.lock -o requirements/dev.lock

clean:
	rm -rf .venv app/node_modules src/yipanqi/web/static build dist
