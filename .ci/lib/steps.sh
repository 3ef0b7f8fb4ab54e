# shellcheck shell=bash
# The steps, one function each, in CI's order.

# The packages that users import, and those that they are made of.
library=(./a2iruntime/... ./bedrockflows/... ./paginators ./waiters ./internal/...)

format() {
  local unformatted
  unformatted=$(git ls-files '*.go' | xargs gofmt -l)
  if [ -n "$unformatted" ]; then
    echo "not formatted by gofmt:" $unformatted >&2
    exit 1
  fi
}

modules() {
  local module
  go mod download
  go mod tidy -diff
  go mod verify
  for module in $nested; do
    with_newer_go go -C "$module" mod tidy -diff
    with_newer_go go -C "$module" mod verify
  done
}

vet() {
  local module
  go vet ./...
  for module in $nested; do
    with_newer_go go -C "$module" vet ./...
  done
}

portable() {
  local target
  for target in linux/386 linux/arm64 darwin/arm64 windows/amd64; do
    echo "$target"
    CGO_ENABLED=0 GOOS=${target%/*} GOARCH=${target#*/} go vet ./...
  done
}

lint() {
  local module config=$PWD/.ci/golangci.yml
  if ! may_install && ! { tool "$golangci_lint" version && tool "$actionlint" -version; } >/dev/null; then
    skip 'the linters cannot be downloaded or built here'
    return
  fi
  tool "$golangci_lint" config verify --config "$config"
  for module in . $nested; do
    echo "$module"
    (cd "$module" && tool "$golangci_lint" run --config "$config" ./...)
  done
  tool "$actionlint" -shellcheck= -pyflakes= # they are not on every machine
}

quicktest() {
  local command
  command=$(sed -n 's/^    \(go test .*\)$/\1/p' README.md | head -n 1)
  if [ "$command" != 'go test ./...' ]; then
    echo "README.md's test command is '$command', not 'go test ./...'" >&2
    exit 1
  fi
  $command
}

race() {
  local flag=-race
  if ! have_race; then
    skip 'go test -race needs a C compiler, such as gcc: the tests run without -race'
    flag=
  fi
  go mod download
  isolated go test $flag -count=1 ./...
}

bits32() {
  if [ "$(go env GOOS)/$(go env GOARCH)" != linux/amd64 ]; then
    skip 'only Linux on amd64 runs programs of 32 bits too'
    return
  fi
  CGO_ENABLED=0 GOARCH=386 go test "${library[@]}"
}

# go.mod names the versions that are known to work; users may have newer ones.
newest() {
  local copy=$tools/newest
  git checkout-index --all --prefix="$copy/"
  with_newer_go go -C "$copy" get -u "${library[@]}"
  with_newer_go go -C "$copy" list -m github.com/aws/aws-sdk-go-v2 github.com/aws/smithy-go
  with_newer_go go -C "$copy" test -mod=mod "${library[@]}"
}

# A number of inputs, which are some seconds: before Go 1.27, a duration may end in a
# failure without a failing input (go.dev/issue/75804).
fuzz() {
  local folder name
  git grep -h -o -E '^func Fuzz[A-Za-z0-9]+' -- '*_test.go' >/dev/null || { echo 'no fuzz test is found' >&2; exit 1; }
  git grep -o -E '^func Fuzz[A-Za-z0-9]+' -- '*_test.go' | sed -E 's#^(.*)/[^/]*:func (.*)$#\1 \2#' | while read -r folder name; do
    echo "$folder $name"
    go test "./$folder" -run '^$' -fuzz "^$name\$" -fuzztime "${A2IFLOWS_FUZZTIME:-20000x}" >"$tools/fuzz" 2>&1 ||
      { cat "$tools/fuzz"; exit 1; }
  done
}

# What these tests build is not known to Go's cache: -count=1. Their pictures of
# localservice's page lie in internal/compat, since a test packs the root module's folder
# meanwhile.
compat() {
  local flag=-race
  [ -n "$nested" ] || return 0
  [ -n "${required+set}" ] || peers
  export A2IFLOWS_SCREENSHOTS=${A2IFLOWS_SCREENSHOTS:-$PWD/internal/compat/screenshots}
  have_race || { skip 'there is no C compiler: the tests run without -race'; flag=; }
  with_newer_go go -C internal/compat mod download
  with_newer_go isolated go -C internal/compat test $flag -count=1 ./...
  if have_browser; then
    echo "Screenshots of localservice's page are in $A2IFLOWS_SCREENSHOTS"
  fi
}

# One run tells that the benchmarks work. internal/bench's report measures.
bench() {
  [ -n "$nested" ] || return 0
  go mod download # of the example programs, which the test of growth builds
  with_newer_go go -C internal/bench mod download
  with_newer_go isolated go -C internal/bench test -bench . -benchtime 1x ./...
}

temporal() {
  local flag=-race
  [ -n "$nested" ] || return 0
  have_race || flag=
  with_newer_go go -C examples/temporal mod download
  with_newer_go isolated go -C examples/temporal test $flag -count=1 ./...
}

# Workers and the server are killed, which needs the signals of Unix.
engine() {
  [ -n "$nested" ] || return 0
  if [ "$(go env GOOS)" = windows ]; then
    skip 'the tests with a Temporal server need the signals of Unix'
    return
  fi
  with_newer_go go -C examples/temporal/server mod tidy -diff
  with_newer_go go -C examples/temporal/server vet ./...
  with_newer_go isolated go -C examples/temporal/server test -count=1 .
  with_newer_go go -C examples/temporal/server build -o "$tools/temporal-server" .
  with_newer_go go -C examples/temporal mod download
  with_newer_go isolated go -C examples/temporal test -count=1 -v -run Engine . -server "$tools/temporal-server" |
    tee "$tools/engine" | grep -v '^==='
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    { echo '```'; grep -v '^===' "$tools/engine"; echo '```'; } >>"$GITHUB_STEP_SUMMARY"
  fi
}

reproducible() {
  local program
  git checkout-index --all --prefix="$tools/one/"
  git checkout-index --all --prefix="$tools/another/folder/"
  for program in exportloops localservice quickstart waitmany; do
    go -C "$tools/one" build -trimpath -buildvcs=false -o "$tools/first" "./examples/$program"
    GOCACHE=$tools/cache go -C "$tools/another/folder" build -trimpath -buildvcs=false -o "$tools/second" "./examples/$program"
    cmp "$tools/first" "$tools/second"
  done
}

quickstart() {
  local command output
  command=$(sed -n 's/^    \(go run \.\/examples\/quickstart\)$/\1/p' README.md | head -n 1)
  if [ -z "$command" ]; then
    echo 'README.md does not have the quickstart command' >&2
    exit 1
  fi
  output=$($command)
  printf '%s\n' "$output"
  printf '%s\n' "$output" | tr -d '\r' |
    sed -E 's/127\.0\.0\.1:[0-9]+/ADDRESS/; s#[0-9]{4}(/[0-9]{2}){5}#DATE#; s#execution/[0-9a-f]{32}#execution/ID#' |
    diff - <(tr -d '\r' <examples/quickstart/testdata/output.txt)
}
