# 일터: the two commands are `make run` and `make test`. Everything a machine needs beyond Python is installed here.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
FLASK := $(BIN)/flask --app wsgi
HOST := 127.0.0.1
PORT ?= 8000

.PHONY: help setup run test torture lint bench clean
help: ## 이 목록
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

$(VENV)/.made: requirements.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 이상이 필요합니다: $(PYTHON)을(를) 찾을 수 없습니다."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 이상이 필요합니다."; exit 1; }
	@echo "[1/5] 파이썬 꾸러미 설치"
	@$(PYTHON) -m venv $(VENV) || { echo "venv 모듈이 필요합니다(예: python3-venv)."; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.made-dev: requirements-dev.txt $(VENV)/.made
	@echo "시험 도구 설치"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.assets: package-lock.json scripts/build_assets.py $(VENV)/.made
	@echo "[2/5] 화면 자산(KRDS, htmx, 글꼴) 준비"
	@if command -v npm >/dev/null; then npm ci --ignore-scripts --no-audit --no-fund --silent; \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-npm.txt; \
	     PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --silent; fi
	@$(BIN)/python scripts/build_assets.py
	@touch $@

instance/settings.env: | $(VENV)/.made
	@echo "[3/5] 개발용 설정 만들기"
	@$(BIN)/python scripts/make_settings.py

setup: $(VENV)/.made $(VENV)/.assets instance/settings.env ## run에서 서버를 켜는 일만 뺀 준비
	@echo "[4/5] 데이터베이스"
	@$(FLASK) db upgrade 2>&1 | grep -v '^INFO' || test $${PIPESTATUS[0]} -eq 0
	@$(FLASK) parameters sync
	@echo "[5/5] 시연 자료"
	@$(FLASK) demo --if-empty

run: setup ## 시연 자료로 일터를 켭니다
	@cat instance/demo-accounts.txt 2>/dev/null || true
	@echo "열 곳: http://$(HOST):$(PORT)   (끝내기: Ctrl+C)"
	@# Each in a process group of its own: Ctrl+C reaches this shell alone, and it ends both (in one group gunicorn took 30 seconds).
	@set -m; $(FLASK) worker & worker=$$!; \
	$(BIN)/gunicorn --no-control-socket --bind $(HOST):$(PORT) --workers 2 --threads 4 --log-level warning wsgi:app & server=$$!; \
	trap 'kill -TERM $$server $$worker 2>/dev/null || true; wait $$server $$worker || true' EXIT; \
	trap 'exit 0' INT TERM HUP; wait $$server

test: $(VENV)/.made-dev $(VENV)/.assets ## 모든 시험 (SQLite, PostgreSQL, 브라우저)
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser" -p no:cacheprovider
	@ILTEO_TEST_ENGINE=postgresql $(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser" --ignore tests/rules --ignore tests/printing --ignore tests/shared -p no:cacheprovider
	@$(BIN)/python -m pytest -m browser -p no:cacheprovider

torture: $(VENV)/.made-dev ## 불러오기를 데이터베이스마다 200번 강제로 끊고, 망가뜨린 파일 3,000개를 올려 보는 시험
	@ILTEO_KILLS=200 $(BIN)/python -m pytest tests/recruitment/test_import_kills.py -q -p no:cacheprovider
	@ILTEO_KILLS=200 ILTEO_TEST_ENGINE=postgresql $(BIN)/python -m pytest tests/recruitment/test_import_kills.py -q -p no:cacheprovider
	@ILTEO_MUTATIONS=3000 $(BIN)/python -m pytest tests/sheets/test_reading.py -k mutated -q -p no:cacheprovider

lint: $(VENV)/.made-dev ## 형식과 규칙 검사
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint --quiet --lint app
	@! grep -nE 'https?://' requirements*.txt package-lock.json

$(VENV)/.made-bench: requirements-bench.txt $(VENV)/.made-dev
	@echo "견주는 도구 설치"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@

bench: $(VENV)/.made-bench ## 성능 비교 (양쪽을 한 번에 재어 비율을 보여 줍니다)
	@for script in benchmarks/[a-z]*.py; do echo "== $$script"; $(BIN)/python $$script; done

clean: ## 만든 것을 지웁니다(설정과 자료는 남김)
	@rm -rf $(VENV) node_modules app/static/vendor app/static/fonts
