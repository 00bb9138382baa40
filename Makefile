# make demo        play the main job and show what became of every mail; ARGS=--open shows the page, --serve goes on
# make test        set up and pass all tests
# make check       ruff, mypy, import-linter, deptry, and coverage
# make coverage    test, and at least 95 % of the branches of desk, domain and rules are gone through
# make system      long tests, and those with real mail servers (Debian: postfix, dovecot-imapd, swaks; as root)
# make crash       2,000 messages while the server is killed 20 times; ARGS="--postgres --messages 600 --kills 8",
#                  ARGS="--postgres --gateways 2 --messages 4000": one of two gateways each time
# make bench       messages per second, as a table and JSON; ARGS=--grow: among 10,000 tickets and among a million;
#                  bench/databases.py compares SQLite with near and far PostgreSQL, bench/tick.py times a tick among a million
#                  tickets, bench/year.py the ticks of a year of 10,000
# make fuzz        an hour of mail made up to break the reading; FUZZ_SECONDS=60 for a minute; faults are in .fuzz/faults
# make audit       known faults of the locked versions, by pip-audit; needs a network with its service
# make dist        the wheel, and the versions of its dependencies that it was tested with
# Needs make and Python 3.11 or newer; everything else goes into $(VENV).

SUITABLE = import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$one -c '$(SUITABLE)' 2>/dev/null && echo $$one && break; done)
KEEP := $(if $(filter file,$(origin PYTHON)),--keep)
VENV ?= .venv
BIN = $(VENV)/bin
ARGS ?=
FUZZ_SECONDS ?= 3600
WORKERS ?= 3
PATHS = gateway tests bench .ci
export PYTHONDONTWRITEBYTECODE =  # the many processes that tests start find everything compiled

.PHONY: setup test coverage check system crash demo bench fuzz audit dist clean

setup:
	@test -n "$(PYTHON)" && "$(PYTHON)" -c '$(SUITABLE)' 2>/dev/null || { \
		echo "make: needs Python 3.11 or newer with venv (on Debian: apt install python3-venv)$(if $(PYTHON),; $(PYTHON) is not)" >&2; \
		exit 1; }
	@"$(PYTHON)" .ci/environment.py "$(VENV)" $(KEEP)

test: setup
	$(BIN)/python -m pytest --numprocesses=$(WORKERS) $(ARGS)

coverage: setup
	@rm -rf .coverage
	$(BIN)/coverage run -m pytest --numprocesses=$(WORKERS) $(ARGS)
	@$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

check: setup
	$(BIN)/ruff check $(PATHS)
	$(BIN)/ruff format --check $(PATHS)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(MAKE) coverage

system: setup
	$(BIN)/python -m pytest -m system --numprocesses=2 tests/system tests/security $(ARGS)

crash: setup
	$(BIN)/python -m tests.system.crash $(ARGS)

demo: setup
	@$(BIN)/gateway demo $(ARGS)

bench: setup
	$(BIN)/python bench/throughput.py $(ARGS)

fuzz: setup
	$(BIN)/python .ci/requirements.py fuzz > $(VENV)/fuzz.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --require-hashes \
		--requirement $(VENV)/fuzz.txt
	$(BIN)/python tests/fuzz/read.py .fuzz -max_total_time=$(FUZZ_SECONDS) $(ARGS)
	@ls .fuzz/faults

audit: setup
	$(BIN)/python .ci/requirements.py audit > $(VENV)/audit.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --require-hashes \
		--requirement $(VENV)/audit.txt
	$(BIN)/python .ci/audit.py $(ARGS)

dist: setup
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	@$(BIN)/python .ci/requirements.py --constraints project postgres > dist/constraints.txt
	@ls dist

clean:
	rm -rf dist .demo .coverage .hypothesis .mypy_cache .ruff_cache .import_linter_cache
