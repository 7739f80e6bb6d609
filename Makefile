# Two commands do everything: make run, make test. The rest is what they are made of.
SHELL := /bin/bash
PY := .venv/bin/python
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: audit sbom screens run test check setup client tools lock seed bench bench-quick bench-phone bench-more budgets lighthouse failover test-faults fuzz fmt

run: setup client
	$(PY) tools/run.py

test: setup client tools check
	$(PY) tools/npm.py run test
	$(BIN)/pytest -n 2 --dist loadgroup --durations=20

check: setup client
	$(BIN)/ruff check server tests tools bench wsgi.py
	$(BIN)/ruff format --check server tests tools bench wsgi.py
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(PY) tools/npm.py run check

fmt: setup
	$(BIN)/ruff check --fix server tests tools bench wsgi.py
	$(BIN)/ruff format server tests tools bench wsgi.py

setup: .venv/.stamp

.venv/.stamp: requirements-dev.txt pyproject.toml
	python3 tools/install.py
	touch $@

client: setup
	$(PY) tools/client.py

tools:
	@$(PY) tools/system.py

seed: setup client
	$(BIN)/gocua init --sample-data

# Our server beside others, into docs/performance.md; BENCH="--rounds 1 --peers ours-sqlite,kinto" for less of it.
bench: setup client
	$(PY) tools/peers.py
	$(PY) -m bench.beside $(BENCH)
	$(PY) -m bench.report

# The phone in Chromium, beside an Enketo form and a PouchDB app, into docs/performance.md; BENCH="--quick --apps ours" for less.
bench-phone: setup client tools
	$(PY) tools/peers.py phone
	$(PY) -m bench.field $(BENCH)

# Our server beside the floor, for every day; writes nothing.
bench-quick: setup client
	$(PY) -m bench.beside --quick $(BENCH)

bench-more: setup client
	$(PY) -m bench.push
	$(PY) -m bench.documents
	$(PY) -m bench.exports

# Counts that `make test` keeps (tests/budgets.json), written anew.
budgets: setup client
	GOCUA_BUDGETS=renew $(BIN)/pytest -q -n 0 tests/api/test_push_budget.py tests/api/test_read_budget.py
	GOCUA_BUDGETS=renew $(PY) tools/npm.py exec vitest run budget -- --no-file-parallelism
	$(PY) -m bench.report

# What Lighthouse says of the phone's screens; fails below 95.
lighthouse: setup client tools
	$(PY) -m bench.lighthouse

# Three database machines on loopback (deploy/ha), the primary killed under load; fails when an op is lost.
failover: setup client
	$(PY) tools/system.py --databases
	$(PY) tools/trials.py
	$(PY) -m bench.failover --hang

# Pictures of the documents, taken by the browser tests.
screens: setup client tools
	GOCUA_SCREENS=1 $(BIN)/pytest -q -m "slow or not slow" tests/browser/test_story.py tests/browser/test_receipt.py tests/browser/test_hand_over.py tests/browser/test_thursday.py tests/browser/test_shared_phone.py tests/browser/test_counter_machine.py tests/browser/test_desk_pictures.py tests/browser/test_second_factor.py

test-faults: setup client
	$(PY) tools/system.py --faults
	$(PY) tools/trials.py
	GOCUA_FAULTS_QUEUE=10000 GOCUA_KILL_STRIDE=10 $(BIN)/pytest -n 2 --dist loadgroup tests/faults tests/browser -m "slow or not slow"

# The API as each role and every reader of bytes, FUZZ_SECONDS (600) for each; FUZZ_ONLY="api push" names parts,
# FUZZ_SEED repeats a run. Where a wheel of atheris is to be had, readers are guided by coverage.
fuzz: setup client
	-$(PY) -m pip install -q --no-deps --only-binary :all: --require-hashes --target build/atheris -r requirements-fuzz.txt
	PYTHONPATH=build/atheris $(PY) -m tests.fuzz

# What the product is made of (CycloneDX, in build/sbom) and docs/licences.md.
sbom: setup client
	$(PY) tools/bill.py

# Known holes in what the product is made of; needs a network, and says when nobody could be asked.
audit: setup
	$(PY) tools/audit.py

# Pins with hashes; needs the registry. No download addresses are written.
lock:
	$(PY) -m pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header bench/peers/requirements-kinto.in -o bench/peers/requirements-kinto.txt
	$(BIN)/uv pip compile -q --python-version 3.11 --no-deps --generate-hashes --no-emit-index-url --no-header requirements-fuzz.in -o requirements-fuzz.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-trials.in -o requirements-trials.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-audit.in -o requirements-audit.txt
