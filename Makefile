# Exemplar's tasks. "make test" is everything that must hold; it installs what
# it needs on a machine that has only Go (Debian's packages and npm's are asked
# for only where they are missing).

GO ?= go
STATICCHECK = $(GO) tool -modfile=tools/go.mod staticcheck
VNU = tools/node_modules/vnu-jar/build/dist/vnu.jar
SUDO = $(shell [ "$$(id -u)" = 0 ] || echo sudo)

# What "make release" writes to, and under which version; the version is git's
# unless it is given.
DIST ?= dist
VERSION ?=
# How long "make fuzz-long" tries each target: together more than ten million
# executions on two quiet processors.
FUZZTIME ?= 300s

.PHONY: help hostile release faults kills fuzz-long oracle serve build test check unit tools fmt docs fuzz bench pictures

help: ## list the tasks
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

serve: ## show the example portal while you write it
	$(GO) run ./cmd/exemplar serve

build: ## build the example portal into public/
	$(GO) run ./cmd/exemplar build

test: tools check unit ## install what is needed, then run every check and test

check: ## formatting, vet, staticcheck, tidy modules, fresh documents
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "gofmt would change:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet ./...
	$(STATICCHECK) ./...
	$(GO) mod tidy -diff
	for os in windows darwin linux; do for arch in amd64 arm64; do \
	  echo "build $$os/$$arch"; CGO_ENABLED=0 GOOS=$$os GOARCH=$$arch $(GO) build -o /dev/null ./cmd/exemplar || exit 1; done; done

unit: ## every Go test, with the race detector; the bounds on time and growth and the builds that are compared, in full, without it
	$(GO) test -race ./...
	$(GO) test -run 'pathological|withinLimits|bombs|Bombs|Linear|anchorsStay|Slugify_forms|Reproducible' ./cmd/exemplar ./internal/markdown ./internal/content ./internal/strict ./internal/site
	$(GO) -C tools test ./...

docs: ## write docs/schema.md anew from the struct tags
	$(GO) run ./cmd/exemplar schema --markdown > docs/schema.md

pictures: ## take the README's pictures of the example portal anew
	dir=$$(mktemp -d) && $(GO) run ./cmd/exemplar build -d $$dir/site --as-of 2026-11-20 && \
	  $(GO) -C tools run ./pictures -site $$dir/site -out $(abspath docs/images); status=$$?; rm -rf $$dir; exit $$status

tools: $(VNU) ## install the Nu HTML checker, a Java for it, axe-core, Chromium and exiftool
	@command -v chromium >/dev/null || { $(SUDO) apt-get update -q && $(SUDO) apt-get install -qy --no-install-recommends chromium; }
	@command -v exiftool >/dev/null || { $(SUDO) apt-get update -q && $(SUDO) apt-get install -qy --no-install-recommends libimage-exiftool-perl; }
	@command -v java >/dev/null || { $(SUDO) apt-get update -q && $(SUDO) apt-get install -qy --no-install-recommends default-jre-headless; }

$(VNU): tools/package-lock.json
	@command -v npm >/dev/null || { $(SUDO) apt-get update -q && $(SUDO) apt-get install -qy --no-install-recommends nodejs npm; }
	npm ci --prefix tools
	@touch $@

fmt: ## format the Go files
	gofmt -w $$(git ls-files '*.go')

bench: ## run the benchmarks of every stage
	$(GO) test -run '^$$' -bench . -benchmem ./...

oracle: ## ten thousand random changes to a site that is being served
	$(GO) test ./internal/serve -count=1 -v -run TestOracle -oracle.ops 10000 -timeout 60m

faults: ## put each fault of docs/faults.md into a copy and see its tests fail
	$(GO) -C tools run ./faults -source ..

hostile: tools ## put each text of LIST (a JSON array, or a text a line) into every text of a site, and open its pages
	$(GO) test ./internal/site -count=1 -v -timeout 0 -run 'TestHostileTexts$$|TestHostileTextsInABrowser$$' -hostile.list $(abspath $(LIST))

kills: ## kill 600 builds in memory and 600 on the disk, with a reader in between
	PUBLISH_KILLS=600 $(GO) test ./internal/publish -count=1 -v -run TestKill_random -timeout 60m

release: ## write archives for every system, SBOMs and sums to dist/
	$(GO) -C tools run ./release -source .. -out $(abspath $(DIST)) -version "$(VERSION)"

# Each target in turn; the count of executions is in its last line.
fuzz: ## a minute of each fuzz target
	@$(MAKE) --no-print-directory fuzz-long FUZZTIME=60s

fuzz-long: ## more than ten million executions of the fuzz targets, in about an hour and a quarter
	@for pkg in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    echo "$$pkg $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x $$pkg || exit 1; done; done
