# make serve   sets up and runs the sandbox            make test   sets up and passes all tests
# make check   what CI runs: format, lint, types, layers, tests
# make soak    long randomized runs                    make bench  speed and memory, beside mocks
# make zoo     the whole suite against every liar      make mutants  the suite against changed rules
# make docs    what is generated in docs/ and README.md
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CONSTRAINTS ?= constraints.txt
ARGS ?=

.PHONY: serve test check format lint types layers coverage soak zoo mutants bench docs lowest clean

serve: $(VENV)/.serve
	@$(BIN)/sandbank serve $(ARGS)

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) --no-print-directory coverage
	$(MAKE) --no-print-directory test

# The unit tests alone have to cover the branches of domain and service.
coverage: $(VENV)/.dev
	$(BIN)/coverage run -m pytest -q tests/unit
	$(BIN)/coverage report --include='*/domain/*,*/service/*' --fail-under=95 --skip-covered

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

soak: $(VENV)/.dev
	$(BIN)/python -m pytest tests/soak --override-ini=testpaths=tests/soak $(ARGS)

# The whole suite against every liar and every legal variant; writes conformance/ZOO.md.
zoo: $(VENV)/.dev
	PYTHONPATH=tests:tests/conformance $(BIN)/python -m zoo.matrix $(ARGS)

# The suite against one small change after another to domain/ and service/; writes
# conformance/MUTANTS.md. An hour or two; ARGS="--sample 300" for a part.
mutants: $(VENV)/.dev
	$(BIN)/python tests/soak/mutation/run.py $(ARGS)

bench: $(VENV)/.dev
	PYTHONPATH=tests $(BIN)/python tests/bench/run.py $(ARGS)

# The outputs of the walk-throughs, run as printed, and the page of the state machines.
docs: $(VENV)/.dev
	PYTHONPATH=tests:tests/docs $(BIN)/python tests/docs/rewrite.py

# The same tests on the oldest versions that pyproject.toml allows.
lowest:
	$(MAKE) --no-print-directory test VENV=.venv-lowest CONSTRAINTS=constraints-lowest.txt

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Sandbank needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.serve: $(VENV)/bin/python pyproject.toml $(CONSTRAINTS)
	$(BIN)/python -m pip install -q --disable-pip-version-check -c $(CONSTRAINTS) -e .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml $(CONSTRAINTS)
	$(BIN)/python -m pip install -q --disable-pip-version-check -c $(CONSTRAINTS) -e '.[dev]'
	@touch $@ $(VENV)/.serve

clean:
	rm -rf $(VENV) .venv-lowest .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
