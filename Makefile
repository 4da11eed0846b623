# The commands of PbR Manager; `make help` lists them. PORT= and DATA_DIR= are honoured by `make demo`.

PYTHON_OF_VENV := .venv/bin/python
PRODUCTION := PBR_ENV=production SECRET_KEY=$$($(PYTHON_OF_VENV) -c 'import secrets; print(secrets.token_urlsafe(60))')

export PORT BIND_HOST DATA_DIR PYTHON
unexport PYTHONDONTWRITEBYTECODE # each process that a test starts would compile the whole product again

.PHONY: help demo test check lint style types contracts production loaded fuzz bench assets clean
.DEFAULT_GOAL := help

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

demo: ## set up, load the demo programmes, start everything and print the address (PORT=8000 DATA_DIR=var)
	@sh scripts/setup.sh demo
	@exec $(PYTHON_OF_VENV) manage.py up --demo --no-input

test: ## set up, then linters, types, import contracts and every test
	@sh scripts/setup.sh test
	@$(MAKE) --no-print-directory --jobs=2 types style contracts production loaded
	@$(PYTHON_OF_VENV) -m pytest -n 2 --dist worksteal --maxfail=50

check: ## linters, types, import contracts and domain tests, in under a minute
	@sh scripts/setup.sh check
	@$(MAKE) --no-print-directory --jobs=2 lint
	@$(PYTHON_OF_VENV) -m pytest -q tests/*/domain

lint: types style contracts

style:
	@$(PYTHON_OF_VENV) -m ruff check .
	@$(PYTHON_OF_VENV) -m ruff format --check .

types: # the longest, so that it begins first and the others run beside it
	@$(PYTHON_OF_VENV) -m mypy .

contracts:
	@$(PYTHON_OF_VENV) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

production:
	@$(PRODUCTION) $(PYTHON_OF_VENV) manage.py check --deploy --fail-level WARNING
	@$(PYTHON_OF_VENV) -m check_jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

loaded: # every test can be loaded; what is compiled on the way is kept for the processes that run them
	@found=$$($(PYTHON_OF_VENV) -m pytest --collect-only --quiet 2>&1) || { printf '%s\n' "$$found" | tail -50; exit 1; }

fuzz: ## try every operation of the API with many examples of what its schema allows and forbids (EXAMPLES=100)
	@sh scripts/setup.sh test
	@FUZZ_EXAMPLES=$${EXAMPLES:-100} $(PYTHON_OF_VENV) -m pytest -q tests/pbrmanager/test_fuzz.py tests/pbrmanager/test_fuzz_packs.py

bench: ## measure speed beside rivals and limits, print the table and write bench/results.json
	@sh scripts/setup.sh test
	@$(PYTHON_OF_VENV) -m bench

assets: ## build the style sheets and scripts and collect the static files
	@sh scripts/setup.sh assets

clean: ## remove what can be made again (.venv, build, caches); var, with its data, stays
	rm -rf .venv build node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
