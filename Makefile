# Everything runs from this folder with python3, make and git alone; `make help` lists what there is.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help install run test check format bench lock migration words

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile
	@echo "  make run PORT=8001 chooses the port; make run DEMO=0 starts an empty centre"

install:  ## make .venv and the front-end files (does nothing when they are up to date)
	@$(PYTHON) tools/install.py

run: install  ## start the centre on 127.0.0.1:8000, with a demo on the first start; Ctrl-C stops it
	@$(BIN)/python tools/serve.py

test: install-tests  ## run every test, on SQLite, on PostgreSQL and in a browser (T="..." for options)
	@$(BIN)/python tools/test.py $(T)

check: install-tests  ## format, lint, types, imports, unused packages, templates, migrations, locks
	@$(BIN)/python tools/check.py

format: install-tests  ## rewrite code in the house's format
	@$(BIN)/ruff check --fix --quiet .; $(BIN)/ruff format .

bench: install-tests  ## measure over HTTP against a reference page, and print the table
	@$(BIN)/python -m bench $(B)

lock: install-tests  ## choose the newest packages that pyproject.toml and package.json admit, and lock them
	@$(BIN)/python tools/lock.py $(L)

migration: install-tests  ## write the next migration: make migration M="One open quarantine per stay"
	@$(BIN)/python tools/migration.py "$(M)"

words: install-tests  ## bring the catalogues of the languages up to date (W=check only looks)
	@$(BIN)/python tools/words.py $(W)

.PHONY: install-tests
install-tests:
	@$(PYTHON) tools/install.py --tests
