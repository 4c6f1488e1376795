#!/usr/bin/env bash
# Tries an image as Fargate runs it, with Docker: scripts/image-smoke.sh IMAGE. `npm run image` in infra/ does more, without Docker.
# shellcheck disable=SC2016 # What stands in single quotes is JavaScript.
set -euo pipefail
cd "$(dirname "$0")/.."

image=${1:?usage: scripts/image-smoke.sh IMAGE}
locked=(--rm --read-only --cap-drop ALL --security-opt no-new-privileges --network none)

fail() {
  echo "image-smoke: $1" >&2
  exit 1
}

node_in_image() {
  docker run "${locked[@]}" --entrypoint /nodejs/bin/node "$image" -e "$1"
}

echo "--- it is dwh, and says its version"
docker run "${locked[@]}" "$image" --version

echo "--- it is not root, and cannot write anywhere"
node_in_image '
  const fs = require("node:fs");
  if (process.getuid() !== 65532) throw new Error(`the user is ${process.getuid()}`);
  for (const path of ["/", "/app", "/app/dist/dwh.cjs"])
    try { fs.accessSync(path, fs.constants.W_OK); throw new Error(`${path} can be written`); }
    catch (error) { if (error.code === undefined) throw error; }
'

echo "--- it has no DuckDB, no ECharts, no canvas, no compiler and no shell"
node_in_image '
  const fs = require("node:fs");
  for (const path of ["@duckdb", "@napi-rs", "echarts", "typescript", "vitest"].map((name) => `/app/node_modules/${name}`).concat("/bin/sh"))
    if (fs.existsSync(path)) throw new Error(`${path} is in the image`);
'

echo "--- a mistake in the configuration ends with 2"
code=0
docker run "${locked[@]}" -e DWH_MAX_REJECTS=many "$image" || code=$?
[ "$code" = 2 ] || fail "the exit code is $code"

echo "--- what this image leaves out ends with 2 as well"
code=0
docker run "${locked[@]}" "$image" report --png || code=$?
[ "$code" = 2 ] || fail "the exit code is $code"

echo "--- how soon it says something"
docker run "${locked[@]}" --volume "$PWD/scripts/first-line.mjs:/first-line.mjs:ro" \
  --entrypoint /nodejs/bin/node "$image" /first-line.mjs

echo "--- SIGTERM reaches it while it connects, and it ends by itself"
# A server that takes connections and never says a word, on the loopback that both containers share.
silent=$(docker run --detach "${locked[@]}" --entrypoint /nodejs/bin/node "$image" \
  -e 'require("node:net").createServer(() => {}).listen(5439, "127.0.0.1"); process.on("SIGTERM", () => process.exit())')
container=$(docker run --detach --read-only --cap-drop ALL --security-opt no-new-privileges --network "container:$silent" \
  -e DWH_REDSHIFT_HOST=127.0.0.1 -e DWH_REDSHIFT_DATABASE=dev -e DWH_REDSHIFT_USER=nobody -e DWH_REDSHIFT_PASSWORD=none \
  -e DWH_EVENTS=s3://nowhere/events -e DWH_SONGS=s3://nowhere/songs -e DWH_WORK_URL=s3://nowhere/work \
  -e AWS_REGION=us-east-1 "$image" check)
trap 'docker rm --force "$container" "$silent" >/dev/null' EXIT
sleep 3
docker stop -t 20 "$container" >/dev/null
code=$(docker inspect --format '{{.State.ExitCode}}' "$container")
[ "$code" = 143 ] || fail "the exit code is $code"
