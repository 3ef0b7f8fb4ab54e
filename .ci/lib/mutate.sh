# shellcheck shell=bash
# Mutation testing: gremlins changes one operator at a time and runs the package's own
# tests. A change that no test notices is a survivor.

mutated=(paginators waiters internal/restjson internal/sigv4sign internal/sigv4verify internal/model)

# gremlins derives a mutant's time limit from one test run. With -count=1 this run is not
# answered from Go's cache, and the coefficient leaves time to compile and for a busy
# machine. The memory limit, in KB, ends mutants that append forever; macOS has none.
unleash() ( # package
  ulimit -v $((8 << 20)) 2>/dev/null || true
  GOFLAGS="$(go env GOFLAGS) -count=1" tool "$gremlins" unleash "$1" --timeout-coefficient 20
)

# mutate [packages] prints each survivor and a table. It takes some minutes per package.
# A mutant that times out made a test wait or loop; gremlins counts it neither as killed
# nor as lived, so the table shows it apart. A constant never counts as covered.
mutate() {
  local package output table
  if [ $# -gt 0 ]; then mutated=("${@#./}"); fi
  output=$(mktemp)
  table=$(printf '%-22s %7s %9s %6s %11s %15s' package killed 'timed out' lived 'not covered' 'killed of lived')
  for package in "${mutated[@]%/}"; do
    printf '\n%s\n' "$package"
    unleash "./$package" >"$output" 2>&1 || { cat "$output"; return 1; }
    sed -nE "s#^ *(LIVED|NOT COVERED) ([A-Z_]+) at (.*)#  $package/\3 \2 \1#p" "$output" | sort -V
    table+=$'\n'$(tr -d '%' <"$output" | awk -F '[:,] *' -v package="$package" '
      /^Killed:/ { killed = $2; lived = $4; uncovered = $6 }
      /^Timed out:/ { late = $2 }
      END {
        share = killed + lived ? 100 * killed / (killed + lived) : 0
        printf "%-22s %7d %9d %6d %11d %13.1f %%", package, killed, late, lived, uncovered, share
      }')
  done
  rm -f "$output"
  printf '\n%s\n' "$table"
}
