# python3 start.py does the work; these are short names for it.
.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench lock catalogues format

help:
	@echo "make demo        start the demo town"
	@echo "make test        run every test, the browser's too"
	@echo "make check       lint, types, imports, migrations, templates, catalogues"
	@echo "make bench       compare the engine with others and time it"
	@echo "make setup       install only"
	@echo "make format      put code and templates in form"
	@echo "make catalogues  gather new texts for nynorsk and English"
	@echo "make lock        lock the dependencies anew"

demo test check bench setup:
	@python3 start.py $@

format:
	@.venv/bin/python -m ruff check --fix --quiet || true
	@.venv/bin/python -m ruff format --quiet
	@git ls-files '*.html' | xargs .venv/bin/djade --target-version 5.2

catalogues:
	@.venv/bin/python -m scripts.catalogues update

lock:
	@scripts/lock
