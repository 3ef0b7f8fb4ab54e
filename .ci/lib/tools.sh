# shellcheck shell=bash
# The tools that the steps need, and how they are run.

# Modules of their own, separated by spaces. The Temporal server is not among them: to
# compile what it needs takes minutes, which only the step engine spends.
nested='internal/compat internal/bench examples/temporal'

# Tools at pinned versions. `go run` keeps what it built in Go's cache.
golangci_lint=github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
actionlint=github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
gremlins=github.com/go-gremlins/gremlins/cmd/gremlins@v0.6.0
apidiff=golang.org/x/exp/cmd/apidiff@v0.0.0-20261113113407-e3970619a1a4

# The tools and the nested modules need a newer Go than the library does. The go command
# downloads it where it is missing.
with_newer_go() { GOTOOLCHAIN=auto "$@"; } # command

tool() { with_newer_go go run "$@"; } # package@version arguments

may_install() { [ "$install" = true ]; }

# Says what is left out and why, now and again at the end.
skip() { # message
  echo "SKIPPED: $*"
  echo "$*" >>"$tools/skipped"
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

# Installs packages on Debian and its like if it may; elsewhere it does nothing.
debian() { # packages
  may_install && [ -f /etc/debian_version ] || return 0
  echo "Installing $*"
  if [ -z "${updated:-}" ]; then
    as_root apt-get update -qq || true # the lists that are there may do
    updated=1
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null || echo "could not install $*"
}

# Checks what every step needs, and makes the folder $tools for temporary files.
prepare() {
  local name
  for name in go git cmp; do
    if ! command -v "$name" >/dev/null; then
      echo "$name is missing: install it (Go 1.24 or newer is at https://go.dev/dl/; cmp is in diffutils)" >&2
      exit 1
    fi
  done
  go version
  tools=$(mktemp -d)
  trap 'rm -rf "$tools"' EXIT
  : >"$tools/skipped"
  if [ -f /etc/debian_version ] && [ ! -e /etc/ssl/certs/ca-certificates.crt ]; then # Go's downloads need them
    debian ca-certificates
  fi
  command -v gcc >/dev/null || debian gcc libc6-dev # go test -race needs it
  command -v ip >/dev/null || debian iproute2       # without_network needs it
  if ! may_install && ! with_newer_go go -C internal/compat version >/dev/null; then
    skip "$nested: the Go that they need is neither here nor can it be downloaded"
    nested=
  fi
}

# Tells whether go test -race works here: it needs cgo and a C compiler.
have_race() {
  [ "$(go env CGO_ENABLED)" = 1 ] && [ -n "$(go env CC)" ] && command -v "$(go env CC)" >/dev/null
}

# Runs a command with the loopback interface as its only network, if this machine
# allows that. A network namespace needs root, or a user namespace.
without_network() { # command
  local namespace=-rn
  if [ "$(id -u)" = 0 ]; then namespace=-n; fi
  if unshare "$namespace" sh -c 'ip link set lo up' 2>/dev/null; then
    unshare "$namespace" sh -c 'ip link set lo up && exec "$@"' sh "$@"
  else
    skip 'unshare cannot take the network away here: a test that sends to another machine may pass'
    "$@"
  fi
}

# Variables that a developer may have set, with values that would fail a test that
# reads them. Nothing listens on port 9.
hostile=(
  AWS_ENDPOINT_URL=http://127.0.0.1:9 AWS_ENDPOINT_URL_SAGEMAKER_A2I_RUNTIME=http://127.0.0.1:9
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true AWS_USE_FIPS_ENDPOINT=true AWS_USE_DUALSTACK_ENDPOINT=true
  AWS_PROFILE=missing AWS_REGION=mars AWS_CA_BUNDLE=missing AWS_CONFIG_FILE=missing AWS_SHARED_CREDENTIALS_FILE=missing
  AWS_MAX_ATTEMPTS=abc AWS_RETRY_MODE=foo AWS_DEFAULTS_MODE=auto AWS_NEW_RETRIES_2026=true
  AWS_EXECUTION_ENV=AWS_Lambda_go AWS_LAMBDA_FUNCTION_NAME=function _X_AMZN_TRACE_ID=Root=1 AWS_SDK_UA_APP_ID=app
  HTTP_PROXY=http://127.0.0.1:9 HTTPS_PROXY=http://127.0.0.1:9 NO_PROXY=
  http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 no_proxy=
  SSL_CERT_FILE=missing TZ=Asia/Kathmandu LANG=de_DE.UTF-8 NO_COLOR=1 COLUMNS=20 TERM=dumb GODEBUG=http2client=0
)

# Runs tests with these variables and without a network. GOPROXY=off, since modules
# are downloaded by now.
isolated() { without_network env "${hostile[@]}" GOPROXY=off "$@"; } # command
