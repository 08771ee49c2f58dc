# Needs Python 3.11 or newer, make and git. `make` alone lists the targets.

HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=
HOSTILE ?=
AGAINST ?=

# The first Python that is new enough. `make PYTHON=python3.14 setup`, or PYTHON in the environment, names another one;
# a .venv of another version is then made anew.
PYTHON ?= $(shell for python in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

VENV_PYTHON := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup demo test long coverage conformance ecosystem lint types trace bench edits fuzz upload abandon restarts
.PHONY: hostile soak browser redis npm format release-check scaffold lock clean

help: ## List the targets
	@echo "make TARGET, where TARGET is one of"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1#\2/p' Makefile | while IFS='#' read -r name text; do \
		printf '%-14s %s\n' "$$name" "$$text"; done

setup: ## Make .venv with the locked packages; does nothing when it is there
	@if [ -z "$(PYTHON)" ]; then \
		echo "FAILED: no Python 3.11 or newer was found." >&2; \
		echo "Install one (on Debian: apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3 setup" >&2; \
		exit 1; fi
	@$(PYTHON) scripts/setup.py $(if $(filter file,$(origin PYTHON)),,--this-version)

demo: setup ## Build, fill and serve examples/workspace; HOST and PORT are respected
	@$(VENV_PYTHON) scripts/demo.py --host $(HOST) --port $(PORT)

# Hundreds of processes that tests start would otherwise compile all of Python's modules that they import.
test long coverage: export PYTHONDONTWRITEBYTECODE :=

test: setup browser redis npm ## Run all tests; make test ARGS="tests/routing -k pattern" runs some
	@$(VENV_PYTHON) -m pytest $(ARGS)

long: setup browser redis npm ## Run the tests that `make test` leaves out, as it has others of their kind
	@$(VENV_PYTHON) -m pytest -m long $(ARGS)

coverage: setup browser redis npm ## Run all tests, and say which lines they reach; fails below the floor
	@rm -rf .cache/coverage
	@$(VENV_PYTHON) -m coverage run -m pytest $(ARGS)
	@$(VENV_PYTHON) -m coverage combine --quiet
	@$(VENV_PYTHON) -m coverage report

conformance: setup browser ## Compare lissome with SvelteKit on Node, and record its answers for the tests
	@PYTHONPATH=tests $(VENV_PYTHON) -m conformance $(ARGS)

ecosystem: setup browser ## Render a page for each of many npm packages, and compare with SvelteKit on Node
	@PYTHONPATH=tests $(VENV_PYTHON) -m ecosystem $(ARGS)

lint: setup ## Check style with ruff, oxlint and prettier, and the workflows with actionlint
	@$(VENV_PYTHON) -m ruff check
	@$(VENV_PYTHON) -m ruff format --check
	@$(VENV_PYTHON) scripts/javascript.py lint
	@.venv/bin/actionlint -shellcheck= -pyflakes= .github/workflows/*.yml

types: setup ## Check types with mypy --strict and tsc --strict
	@$(VENV_PYTHON) -m mypy
	@$(VENV_PYTHON) scripts/javascript.py types

trace: setup ## Count the files of lissome that one page request goes through
	@$(VENV_PYTHON) scripts/trace_request.py $(ARGS)

bench: setup ## Measure beside SvelteKit on Node; AGAINST=HEAD~1 measures what changed since that commit
	@$(VENV_PYTHON) $(if $(AGAINST),bench/against.py "$(AGAINST)",bench/run.py) $(ARGS)

edits: setup ## Measure how soon an edit shows in dev, beside SvelteKit's vite dev
	@$(VENV_PYTHON) bench/edit.py $(ARGS)

fuzz: setup ## Send 100 000 random and mutated requests to the demo
	@$(VENV_PYTHON) bench/fuzz.py $(ARGS)

upload: setup ## Upload 500 MB, and see that the memory of the worker stays as it is
	@$(VENV_PYTHON) bench/upload.py $(ARGS)

abandon: setup ## Leave 10 000 streams in the middle, and look for what is left of them
	@$(VENV_PYTHON) bench/abandon.py $(ARGS)

restarts: setup ## Restart workers among connections, and count those that are lost
	@$(VENV_PYTHON) bench/restarts.py $(ARGS)

hostile: setup ## Attack a server with each of the hostile routes, and look what is left for everybody else
	@$(VENV_PYTHON) bench/hostile.py $(ARGS)

soak: setup npm ## Render 60 000 pages, and look whether memory grows; judge 5 000 types; attack the demo for half an hour
	@$(VENV_PYTHON) bench/soak.py $(ARGS)
	@$(VENV_PYTHON) -m pytest -n 0 -m long tests/typescript/test_random_types.py
	@$(VENV_PYTHON) bench/soak_hostile.py $(HOSTILE)

browser: setup ## Install Chromium for the tests: its headless shell where apt has it
	@$(VENV_PYTHON) scripts/browser.py

redis: setup ## Install Redis for the tests unless there is one
	@$(VENV_PYTHON) scripts/redis_server.py

npm: setup ## Install the npm packages that check and test the JavaScript unless they are there
	@$(VENV_PYTHON) scripts/javascript.py install

format: setup ## Format, and fix what ruff and oxlint can fix
	@$(VENV_PYTHON) -m ruff check --fix
	@$(VENV_PYTHON) -m ruff format
	@$(VENV_PYTHON) scripts/javascript.py format

release-check: setup ## Build wheel and sdist, check them, and serve a page from the installed wheel
	@$(VENV_PYTHON) scripts/release_check.py

scaffold: setup browser ## Make projects with `lissome new` from the wheel, check them, and add npm add-ons with `npx sv add`
	@$(VENV_PYTHON) scripts/scaffold.py $(ARGS)

lock: ## Write requirements/dev.txt anew from pyproject.toml; needs uv
	@uv=$$(command -v .venv/bin/uv || command -v uv) || { \
		echo "FAILED: uv is not installed. Install it with: pipx install uv" >&2; exit 1; }; \
	$$uv pip compile pyproject.toml --group dev --universal --generate-hashes --quiet \
		--no-header --no-annotate --no-emit-index-url --output-file requirements/dev.txt

clean: ## Delete everything that the other targets made
	rm -rf .venv node_modules .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis bench/build
	find examples tests/apps -name node_modules -prune -exec rm -rf {} +
	find examples tests/apps \( -name build -o -name .svelte-kit -o -name .lissome \) -prune -exec rm -rf {} +
	find . -name __pycache__ -prune -exec rm -rf {} +
	rm -f examples/workspace/*.db
