# Portcullis: `make help` lists what can be done.

CARGO ?= cargo
# The PostgreSQL client library is bundled; only servers are looked for, by .ci/services.
FEATURES ?= --all-features
RELEASE := $(or $(CARGO_TARGET_DIR),target)/release

.PHONY: help run test check clients sign-in compiled demo kill bench bounds guard fmt release

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

run: ## Build the gateway and start it: SQLite in ./data, loopback only, no configuration
	$(CARGO) build --release -p portcullis
	exec target/release/portcullis serve

test: ## Run every test, those on PostgreSQL, PgBouncer and Redis included (found, installed, or asked for)
	.ci/services $(CARGO) test --workspace $(FEATURES)

check: ## What must be green before a commit: format, lints, docs, walls and tests
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets $(FEATURES) -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps $(FEATURES) --quiet
	$(MAKE) test

clients: release ## Run pinned real clients against the gateway (MATCH=name for some)
	PORTCULLIS=target/release/portcullis crates/conformance/clients/run "$(MATCH)"

sign-in: release ## Real login code, in a headless browser, against the sign-in pages (MATCH=name for some)
	PORTCULLIS=target/release/portcullis crates/conformance/clients/sign-in "$(MATCH)"

compiled: release ## Run clients with their hosts compiled in through `portcullis run` alone (MATCH=name for some)
	PORTCULLIS=target/release/portcullis crates/conformance/clients/compiled "$(MATCH)"

demo: release ## Real clients: a block made in each dialect read in the others, and what it does, as stories
	PORTCULLIS=target/release/portcullis crates/conformance/clients/demo

kill: release ## Kill the gateway under write load, twenty times; no acknowledged block may be lost
	PORTCULLIS=target/release/portcullis crates/conformance/clients/kill

bench: release ## Start and idle memory, then speed beside named references (ROWS=small,ids for some; BENCH_OPTIONS)
	$(CARGO) build --release -p portcullis-bench
	export PORTCULLIS=$(RELEASE)/portcullis BENCH=$(RELEASE)/portcullis-bench ROWS="$(ROWS)"; status=0; \
	[ -n "$$ROWS" ] || crates/conformance/clients/measure || status=1; \
	crates/bench/run --output target/bench.md $(BENCH_OPTIONS) || status=1; exit $$status

guard: ## Count the instructions of fixed calls; fails at a fifth above the recorded (UPDATE=1 records)
	$(CARGO) build --release -p portcullis-bench
	BENCH=$(RELEASE)/portcullis-bench crates/bench/guard

bounds: release ## What connections cost: idle ones in memory, handshakes in processor time, slow ones in time held
	PORTCULLIS=target/release/portcullis crates/conformance/clients/bounds

release: ## Build the release binary with every store
	$(CARGO) build --release -p portcullis $(FEATURES)

fmt: ## Format the sources
	$(CARGO) fmt --all
