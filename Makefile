# What there is to do here, as commands. `make demo` and `make test` need Python 3.11 or newer, make, and the package index.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SHARED ?= ../shared
# Carries axe.min.js; what it asks for besides (a browser of its own, 167 MB) is not needed: docs/notes/0030-the-look.md
AXE    := axe-playwright-python==0.1.8
JOBS   ?= auto

.PHONY: demo test lint types check eval train train-quotes bench bench-network bench-serve prove-api prove-network prove-xss prove-hostile-feeds sample man pictures accessibility clean

demo: $(VENV)/.demo                 ## run the bundled sample week: print the top story, write newsfold-demo/site
	$(BIN)/newsfold demo --out newsfold-demo

test: $(VENV)/.evals                ## everything that is checked: style, types, architecture, behaviour, browser (JOBS=0: in one process)
	tools/need-browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/make_sample.py --check
	NEWSFOLD_REQUIRE_BROWSER=1 $(BIN)/pytest -n $(JOBS) --dist loadfile

lint: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: $(VENV)/.evals                  ## score grouping, lineages and excerpts against the pinned floors
	$(BIN)/python -m evals.sample
	$(BIN)/python -m evals.conflicts
	$(BIN)/python -m evals.copies
	$(BIN)/python -m evals.names
	$(BIN)/python -m evals.dates
	$(BIN)/python -m evals.lineages --shared $(SHARED)
	$(BIN)/python -m evals.quotes --shared $(SHARED)
	$(BIN)/python -m evals.grouping --shared $(SHARED)
	$(BIN)/python -m evals.held_out --shared $(SHARED)
	$(BIN)/python -m evals.excerpts --shared $(SHARED)
	$(BIN)/python -m evals.exact --shared $(SHARED)

train: $(VENV)/.dev                 ## train the scorer on the labelled sets, into src/newsfold/stories/scorer.json
	$(BIN)/python -m evals.train --shared $(SHARED)

train-quotes: $(VENV)/.evals         ## train what tells reported speech, into src/newsfold/digests/attribution
	$(BIN)/python -m evals.train_quotes --shared $(SHARED)

bench: $(VENV)/.dev                 ## articles per second, and the ratio to the reading floor
	$(BIN)/python -m evals.speed --shared $(SHARED)

bench-network: $(VENV)/.dev         ## a thousand feeds that have not changed, two hundred hostile ones among them, and bombs; loopback only
	$(BIN)/python tools/network_bench.py

bench-serve: $(VENV)/.dev           ## pages and searches of 100,000 articles for 50 readers while news comes in; the store is made once, in newsfold-bench
	$(BIN)/python tools/serve_bench.py newsfold-bench

prove-api: $(VENV)/.dev             ## some thousand requests made up from the API's own description, every answer held to it; loopback only
	$(BIN)/python tools/prove_api.py

prove-network: $(VENV)/.dev         ## 2,500 cases of addresses that may not be connected to, in a network namespace (Linux)
	$(BIN)/python tools/prove_network.py

prove-xss: $(VENV)/.dev             ## hostile strings (STRINGS=folders or files of them) in every field of every page, in a real browser
	tools/need-browser
	$(BIN)/python tools/prove_xss.py --strings $(STRINGS)

prove-hostile-feeds: $(VENV)/.dev   ## the same strings as feeds, records and subscriptions bring them: the whole way, to every way out (Linux)
	tools/need-browser
	$(BIN)/python tools/prove_hostile_feeds.py --strings $(STRINGS)

sample: $(VENV)/.dev                ## write the sample week from tools/sample
	$(BIN)/python tools/make_sample.py

man: $(VENV)/.dev                   ## the manual page, docs/man/newsfold.1, from the commands
	$(BIN)/python tools/make_man.py

pictures: $(VENV)/.dev              ## pictures of the demo's pages, into docs/img
	tools/need-browser
	$(BIN)/newsfold demo --out newsfold-demo
	$(BIN)/python tools/pictures.py newsfold-demo/site docs/img --store newsfold-demo/newsfold.db

accessibility: $(VENV)/.dev         ## the demo's pages held against WCAG 2.2 AA by axe-core: three widths, two themes
	tools/need-browser
	$(BIN)/newsfold demo --out newsfold-demo
	$(BIN)/python tools/accessibility.py newsfold-demo/site/index.html $$(ls -S newsfold-demo/site/story/*.html | head -3)

clean:
	rm -rf $(VENV) newsfold-demo dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(VENV)/.evals: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,evals]'
	touch $@

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Newsfold needs Python 3.11 or newer; set PYTHON=...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps '$(AXE)'
	touch $@ $(VENV)/.demo
