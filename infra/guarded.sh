#!/usr/bin/env bash
# guarded.sh STACK FILE: ends with 1, and one sentence, where the environment in FILE (GitHub's answer about it) lets every branch
# deliver, or lets prod be delivered without a reviewer: whoever may push to the repository could deliver then.
set -euo pipefail

stack=$1 file=$2

fail() {
  echo "guarded.sh: the environment $stack $1; set that in the repository's settings (infra/README.md, From GitHub)" >&2
  exit 1
}

# Prints what the environment asks for: branch, reviewers.
asks=$(node -e '
  const { deployment_branch_policy: branches, protection_rules: rules = [] } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
  if (branches) console.log("branch");
  if (rules.some(({ type, reviewers = [] }) => type === "required_reviewers" && reviewers.length > 0)) console.log("reviewers");
' "$file")

case $asks in branch*) ;; *) fail "has no rule for branches, and only main may deliver" ;; esac
[ "$stack" != prod ] || case $asks in *reviewers) ;; *) fail "has no reviewers" ;; esac
