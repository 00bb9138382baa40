# make demo        play the main job and show what became of every mail; ARGS=--serve leaves it running
# make test        set up and pass all tests
# make check       test, and ruff, mypy, import-linter
# make system      long tests, and those with real mail servers (Debian: postfix, dovecot-imapd, swaks; as root)
# make crash       2,000 messages while the server is killed 20 times; ARGS="--postgres --messages 600 --kills 8"
# make bench       messages per second, as a table and JSON
# make fuzz        an hour of mail made up to break the reading; FUZZ_SECONDS=60 for a minute; faults are in .fuzz/faults
# make dist        the wheel
# Needs make and Python 3.11 or newer; everything else goes into $(VENV).

SUITABLE = import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$one -c '$(SUITABLE)' 2>/dev/null && echo $$one && break; done)
VENV ?= .venv
BIN = $(VENV)/bin
READY = $(VENV)/ready
ARGS ?=
FUZZ_SECONDS ?= 3600
WORKERS ?= 2
PATHS = gateway tests bench .ci

.PHONY: setup test check system crash demo bench fuzz dist clean

setup: $(READY)

$(READY): pyproject.toml $(wildcard uv.lock) .ci/constraints.py
	@test -n "$(PYTHON)" || { echo "make: needs Python 3.11 or newer with venv (on Debian: apt install python3-venv)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV) with $$($(BIN)/python --version)"
	@$(BIN)/python .ci/constraints.py uv.lock > $(VENV)/constraints.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint $(VENV)/constraints.txt \
		--editable '.[postgres]' --group dev
	@touch $(READY)

test: setup
	$(BIN)/python -m pytest --numprocesses=$(WORKERS) $(ARGS)

check: setup
	$(BIN)/ruff check $(PATHS)
	$(BIN)/ruff format --check $(PATHS)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

system: setup
	$(BIN)/python -m pytest -m system --numprocesses=2 tests/system tests/security $(ARGS)

crash: setup
	$(BIN)/python tests/system/crash.py $(ARGS)

demo: setup
	@$(BIN)/gateway demo $(ARGS)

bench: setup
	$(BIN)/python bench/throughput.py $(ARGS)

fuzz: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint $(VENV)/constraints.txt --group fuzz
	$(BIN)/python tests/fuzz/read.py .fuzz -max_total_time=$(FUZZ_SECONDS) $(ARGS)
	@ls .fuzz/faults

dist: setup
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
	@ls dist

clean:
	rm -rf dist .demo .hypothesis .mypy_cache .ruff_cache .import_linter_cache
