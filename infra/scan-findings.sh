#!/usr/bin/env bash
# scan-findings.sh REPOSITORY DIGEST: what the registry's scan found in the image, by severity. Ends with 1 where something is critical.
set -euo pipefail

repository=$1 digest=$2

# The registry scans images, and an image with its provenance is an index of several; what has no platform is no image.
manifest=$(aws ecr batch-get-image --repository-name "$repository" --image-ids "imageDigest=$digest" \
  --query 'images[0].imageManifest' --output text)
images=$(node -e '
  const { manifests } = JSON.parse(process.argv[1]);
  const images = (manifests ?? [{ digest: process.argv[2] }]).filter(({ platform }) => platform?.os !== "unknown");
  console.log(images.map(({ digest }) => digest).join("\n"));
' "$manifest" "$digest")

for image in $images; do
  aws ecr wait image-scan-complete --repository-name "$repository" --image-id "imageDigest=$image"
  counts=$(aws ecr describe-image-scan-findings --repository-name "$repository" --image-id "imageDigest=$image" \
    --query 'imageScanFindings.findingSeverityCounts' --output json)
  echo "$repository@$image: $counts"
  node -e 'process.exit((JSON.parse(process.argv[1]) ?? {}).CRITICAL > 0 ? 1 : 0)' "$counts" || {
    echo "scan-findings.sh: $repository@$image has critical findings; nothing was delivered. A newer base image (Dockerfile) fixes most." >&2
    exit 1
  }
done
