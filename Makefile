# make run: a working chat at http://127.0.0.1:8000/    make test: the whole suite
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ADDRESS ?= 127.0.0.1:8000

.PHONY: run test test-services test-javascript lint benchmark install install-dev browser clean

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@ $(VENV)/.installed

run: install
	$(BIN)/python manage.py serve $(ADDRESS)

# Browser tests need Debian's chromium; as root it is installed, else they say so.
browser:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; } || \
		echo "chromium is missing: the browser tests will be skipped"

node_modules/.installed: package.json package-lock.json
	npm ci --silent
	touch $@

# The page's JavaScript has tests of its own, for node's runner.
test-javascript:
	@if command -v node >/dev/null; then node --test --test-reporter=spec tests/javascript/*.test.js; else \
		echo "node is missing: the tests of the JavaScript are skipped"; fi

# Servers and commands that tests start are loaded many times, and need compiling once.
test: export PYTHONDONTWRITEBYTECODE =
# Both are run whatever the first comes to; pytest's closing line is the last one.
test: install-dev browser
	@$(MAKE) --no-print-directory test-javascript; first=$$?; \
	$(BIN)/python -m pytest -n auto -m "not slow" $(ARGS) && exit $$first

# What PostgreSQL and Redis may do otherwise than SQLite and files; only where both answer.
SERVICES_DATABASE ?= postgres://root@127.0.0.1:5432/test
SERVICES_REDIS ?= redis://127.0.0.1:6379/0
test-services: install-dev
	@if ! $(BIN)/python -c "import psycopg, redis; psycopg.connect('$(SERVICES_DATABASE)', connect_timeout=2).close(); redis.Redis.from_url('$(SERVICES_REDIS)').ping()" 2>/dev/null; then \
		echo "no PostgreSQL at $(SERVICES_DATABASE) or no Redis at $(SERVICES_REDIS): these tests are skipped"; else \
		DATABASE_URL=$(SERVICES_DATABASE) REDIS_URL=$(SERVICES_REDIS) \
		$(BIN)/python -m pytest -n auto -m "services and not slow" $(ARGS); fi

lint: install-dev node_modules/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	npm run --silent types

benchmark: install-dev
	$(BIN)/python manage.py benchmark $(ARGS)

clean:
	rm -rf $(VENV) var node_modules
