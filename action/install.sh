#!/usr/bin/env bash
# Puts npgen on the PATH of the steps that follow: the one that is there already, else that of this commit, built with
# the Rust of the runner.
set -euo pipefail

if command -v npgen > /dev/null; then
  npgen --version
  exit
fi
if ! command -v cargo > /dev/null; then
  echo '::error::npgen is not on the PATH, and there is no cargo to build it with'
  exit 1
fi
cargo install --locked --path "$GITHUB_ACTION_PATH" --root "$RUNNER_TEMP/npgen"
echo "$RUNNER_TEMP/npgen/bin" >> "$GITHUB_PATH"
