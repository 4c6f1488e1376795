#!/usr/bin/env bash
# refuse-older.sh STACK COMMIT: ends with 1, and one sentence, where the image that runs was built from a commit that COMMIT does
# not contain: an approval that came late, or an old run that somebody started again. To go back on purpose, revert on main.
set -euo pipefail

stack=$1 commit=$2

fail() {
  echo "refuse-older.sh: $1" >&2
  exit 1
}

answer=$(aws ecs describe-task-definition --task-definition "dwh-$stack" \
  --query 'taskDefinition.containerDefinitions[0].image' --output text 2>&1) || {
  # Only this answer means that nothing runs yet.
  case $answer in
    *"Unable to describe task definition"*) exit 0 ;;
    *) fail "cannot tell which image runs: $answer" ;;
  esac
}
running=$(aws ecr describe-images --repository-name "dwh-$stack" --image-ids "imageDigest=${answer##*@}" \
  --query 'imageDetails[0].imageTags[0]' --output text)
git cat-file -e "$running^{commit}" 2>/dev/null ||
  fail "what runs in $stack was built from $running, which is not a commit of this history; deliver it by hand (npm run deploy)"
git merge-base --is-ancestor "$running" "$commit" ||
  fail "what runs in $stack was built from $running, which $commit does not contain; run the workflow of the newest commit"
