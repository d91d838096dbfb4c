#!/usr/bin/env bash
# Compares the graph with that of the commit NPGEN_BASE, which is fetched where it is not there, and writes what differs
# as Markdown into the job summary and into a file.
#
# Outputs: `changed` and `failed` (`true` or `false`), and `body`, the path of the file; none where the base has no graph.
set -euo pipefail

# A comment holds 65,536 characters, of which the line by which it is known takes some.
max_bytes=64000

body=$RUNNER_TEMP/npgen-diff.md
cluster=()
if [[ -n $NPGEN_CLUSTER ]]; then cluster=("--cluster=$NPGEN_CLUSTER"); fi

# Exits with what `npgen diff` may not end with.
compare() {
  local code=0
  npgen --project "$NPGEN_PROJECT" --format github diff --git "$NPGEN_BASE" "${cluster[@]}" "$@" || code=$?
  if [[ $code -gt 1 ]]; then exit "$code"; fi
  return "$code"
}

in_base() {
  git -C "$NPGEN_PROJECT" cat-file -e "$NPGEN_BASE:./$1" 2> /dev/null
}

if ! git -C "$NPGEN_PROJECT" cat-file -e "$NPGEN_BASE^{commit}" 2> /dev/null; then
  git -C "$NPGEN_PROJECT" fetch --quiet --no-tags --depth=1 origin "$NPGEN_BASE"
fi
if ! in_base npgen.toml && ! in_base intents; then
  echo '::notice::the base branch has no service graph yet, so there is nothing to compare with'
  exit
fi

changed=false failed=false
compare --output markdown --max-bytes "$max_bytes" > "$body" || changed=true
if [[ -n $NPGEN_FAIL_ON ]]; then
  compare --output text --fail-on "$NPGEN_FAIL_ON" > /dev/null 2>&1 || failed=true
fi
cat "$body" >> "$GITHUB_STEP_SUMMARY"
printf '%s\n' "changed=$changed" "failed=$failed" "body=$body" >> "$GITHUB_OUTPUT"
