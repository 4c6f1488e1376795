#!/usr/bin/env bash
# Publishes what `npm run changeset:version` made of the tip of main. A version that is new becomes a pull request, or brings the open one
# up to date; a version that main has gets its tag. Safe to repeat. Needs git and gh.
set -euo pipefail
cd "$(dirname "$0")/.."

branch=version
export GIT_AUTHOR_NAME="github-actions[bot]" GIT_AUTHOR_EMAIL="41898282+github-actions[bot]@users.noreply.github.com"
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL

version_in() { node -p 'JSON.parse(require("node:fs").readFileSync(0, "utf8")).version'; }
version=$(version_in <package.json)
merged=$(git show HEAD:package.json | version_in)

# What the change log says of this version.
notes() {
  awk -v heading="## $version" '/^## / { inside = ($0 == heading); next } inside' CHANGELOG.md
}

propose() {
  git switch --force-create "$branch"
  git add --all
  git commit --quiet --message "Version $version"
  # The branch belongs to this script alone: it is made anew from main each time.
  git push --quiet --force origin "$branch"
  local open
  open=$(gh pr list --head "$branch" --base main --state open --json number --jq '.[].number')
  if [ -n "$open" ]; then
    notes | gh pr edit "$open" --title "Version $version" --body-file -
  else
    notes | gh pr create --head "$branch" --base main --title "Version $version" --body-file -
  fi
}

tag() {
  local name="v$version"
  if [ -n "$(git ls-remote --tags origin "refs/tags/$name")" ]; then
    echo "release: $name is there already"
    return
  fi
  git tag --annotate "$name" --message "Version $version"
  git push --quiet origin "refs/tags/$name"
  echo "release: $name"
}

if [ "$version" = "$merged" ]; then tag; else propose; fi
