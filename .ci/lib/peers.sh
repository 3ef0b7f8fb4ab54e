# shellcheck shell=bash
# The SDKs and tools of other languages that tests compare with. Each one that is there
# is required; the tests that need another skip, and say so.

# A boto3 and an AWS CLI that know every operation: the newest one is ListFlowExecutions.
have_python() {
  python3 -c 'import boto3; boto3.client("bedrock-agent-runtime", region_name="us-east-1").list_flow_executions' 2>/dev/null
}
have_aws() { aws bedrock-agent-runtime list-flow-executions --generate-cli-skeleton >/dev/null 2>&1; }

# Node.js 20, which the newest SDK for JavaScript needs, and npm.
have_node() {
  node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null
}
have_sdk() { have_node && npm ls --prefix internal/compat/js >/dev/null 2>&1; }

have_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null

# Packages of PyPI, where this script alone sees them. A python3 that is not
# Debian's may have no venv where Debian's has one by now.
pip_install() { # packages
  { python3 -m venv "$tools/venv" || /usr/bin/python3 -m venv --clear "$tools/venv"; } >/dev/null 2>&1 &&
    "$tools/venv/bin/pip" install -q --retries 1 "$@" 2>/dev/null && PATH="$tools/venv/bin:$PATH"
}

install_python_and_aws() {
  local packages=
  if have_python && have_aws; then return; fi
  python3 -c 'import ensurepip, venv' 2>/dev/null || debian python3 python3-venv
  have_python || packages=boto3
  have_aws || packages="$packages awscli"
  pip_install $packages || echo "could not install $packages with pip"
  # Where there is no PyPI: Debian's are older, but most comparisons are possible.
  python3 -c 'import boto3' 2>/dev/null || debian python3-boto3
  command -v aws >/dev/null || debian awscli
  if ! python3 -c 'import boto3' 2>/dev/null && /usr/bin/python3 -c 'import boto3' 2>/dev/null; then
    mkdir "$tools/python"
    ln -s /usr/bin/python3 "$tools/python/python3"
    PATH="$tools/python:$PATH"
  fi
}

install_node() {
  if ! have_node; then
    command -v npm >/dev/null || debian nodejs npm
    if ! have_node && command -v npm >/dev/null; then # Debian 12 has Node.js 18; npm has any, as a package
      npm install --prefix "$tools/node" --no-audit --no-fund --loglevel=error node@20 >/dev/null || echo 'could not install Node.js 20 with npm'
      PATH="$tools/node/node_modules/node/bin:$PATH"
    fi
  fi
  if have_node; then
    npm ci --prefix internal/compat/js --no-audit --no-fund >/dev/null || echo 'could not install the SDK for JavaScript with npm'
  fi
}

# Finds or installs the peers, and makes the tests require those that are there.
peers() {
  if may_install; then
    install_python_and_aws
    install_node
    have_browser || debian chromium
  fi
  required=
  there python 'a boto3 that knows every operation' have_python
  there aws 'an AWS CLI that knows every operation' have_aws
  there node 'Node.js 20 with the SDK for JavaScript (npm ci --prefix internal/compat/js)' have_sdk
  there chromium 'Chromium' have_browser
  export A2IFLOWS_REQUIRE_INTEROP=${required#,}
}

there() { # name, what it is, and the command that tells
  if "${@:3}"; then
    required="$required,$1"
    echo "$2: its tests are required"
  else
    skip "$2 is missing or too old: the tests that need it skip"
  fi
}
