#!/usr/bin/env bash
# The life of a stack, one command each: ./operate.sh COMMAND STACK [more]. Needs the AWS CLI with credentials, and Docker for `deploy`.
set -euo pipefail
cd "$(dirname "$0")"

usage() {
  cat >&2 <<'TEXT'
usage: ./operate.sh COMMAND STACK [more]

  state BUCKET           once per account: a bucket and a key for Pulumi's state
  deploy STACK           build and push the image of this commit, then create or update everything; more goes to `pulumi up`
  bootstrap STACK        once per stack: the job's schema, user and rights in the warehouse
  run STACK [ARGS]       start the task now with these arguments of dwh (default: run), wait, print its log, end with its exit code
  logs STACK             follow the log
  status STACK           alarms, warehouse, failed starts
  pause STACK            stop the schedule, pause the cluster
  resume STACK           resume the cluster, start the schedule
  destroy STACK          delete everything but what README.md lists
  keep-image STACK       before a `pulumi up` or `preview` by hand: go on with the image that runs
TEXT
  exit 2
}

fail() {
  echo "operate.sh: $1" >&2
  exit 1
}

# The one that is installed, or the one of this package.
pulumi() {
  if command -v pulumi >/dev/null; then command pulumi "$@"; else npx --no-install pulumi "$@"; fi
}

output() {
  pulumi stack output "$1" --stack "$stack"
}

# Prints an output, or nothing where this stack does not have it.
output_or_nothing() {
  output "$1" 2>/dev/null || true
}

state() {
  local bucket=$1 region key
  region=$(aws configure get region) || fail "no region is configured; set AWS_REGION or run aws configure"
  if [ "$region" = us-east-1 ]; then
    aws s3api create-bucket --bucket "$bucket"
  else
    aws s3api create-bucket --bucket "$bucket" --create-bucket-configuration "LocationConstraint=$region"
  fi
  aws s3api put-public-access-block --bucket "$bucket" --public-access-block-configuration \
    BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
  aws s3api put-bucket-versioning --bucket "$bucket" --versioning-configuration Status=Enabled
  key=$(aws kms create-key --description "Secrets in the state of Pulumi" --query KeyMetadata.Arn --output text)
  aws kms create-alias --alias-name alias/pulumi --target-key-id "$key"
  cat <<TEXT
Now: pulumi login 's3://$bucket?region=$region&awssdk=v2'
     pulumi stack init dev --secrets-provider 'awskms://alias/pulumi?region=$region'
     and the same for prod. For the delivery from GitHub: stateBucket is $bucket, stateKeyArn is $key
TEXT
}

deploy() {
  local repository tag digest
  repository=$(output_or_nothing repositoryUrl)
  if [ -z "$repository" ]; then
    pulumi up --stack "$stack" "$@"
    repository=$(output repositoryUrl)
  fi
  [ -z "$(git status --porcelain)" ] || fail "there are uncommitted changes; an image is named after its commit, so commit them first"
  tag=$(git rev-parse HEAD)
  digest=$(digest_of "$tag")
  if [ -z "$digest" ]; then
    aws ecr get-login-password | docker login --username AWS --password-stdin "${repository%%/*}"
    docker buildx build .. --platform linux/arm64 --push --tag "$repository:$tag" \
      --build-arg "REVISION=$tag" --build-arg "CREATED=$(git log -1 --format=%cI)" \
      --build-arg "VERSION=$(node -p 'require("../package.json").version')"
    digest=$(digest_of "$tag")
  fi
  pulumi config set image "$repository@$digest" --stack "$stack"
  pulumi up --stack "$stack" "$@"
}

# Prints the digest of the image with this tag, or nothing: tags never move, so a commit is pushed once.
digest_of() {
  aws ecr describe-images --repository-name "dwh-$stack" --image-ids "imageTag=$1" \
    --query 'imageDetails[0].imageDigest' --output text 2>/dev/null || true
}

# Which image runs is not in the repository, and without one there would be no task.
keep_image() {
  local image
  [ -z "$(pulumi config get image --stack "$stack" 2>/dev/null)" ] || return 0
  image=$(output_or_nothing image)
  if [ -n "$image" ]; then pulumi config set image "$image" --stack "$stack"; fi
}

# run_task FAMILY STREAM_PREFIX [ARGS]
run_task() {
  local family=$1 prefix=$2 cluster container overrides='{}' task code
  shift 2
  cluster=$(output ecsCluster)
  container=$(output container)
  if [ $# -gt 0 ]; then
    overrides=$(node -p 'JSON.stringify({ containerOverrides: [{ name: process.argv[1], command: process.argv.slice(2) }] })' "$container" "$@")
  fi
  task=$(aws ecs run-task --cluster "$cluster" --task-definition "$family" --launch-type FARGATE \
    --network-configuration "$(output taskNetwork)" --overrides "$overrides" --query 'tasks[0].taskArn' --output text)
  [ "$task" != None ] || fail "ECS did not start the task; is there an image yet, and room in the subnets?"
  echo "started $task" >&2
  # No limit here: the job has its own deadline.
  until [ "$(described lastStatus)" = STOPPED ]; do sleep "${OPERATE_POLL_SECONDS:-5}"; done
  aws logs filter-log-events --log-group-name "$(output logGroup)" --log-stream-names "$prefix/$container/${task##*/}" \
    --query 'events[].[message]' --output text
  code=$(described 'containers[0].exitCode')
  [ "$code" != None ] || fail "the task stopped without an exit code: $(described stoppedReason)"
  return "$code"
}

described() {
  aws ecs describe-tasks --cluster "$cluster" --tasks "$task" --query "tasks[0].$1" --output text
}

status() {
  local cluster
  aws cloudwatch describe-alarms --alarm-name-prefix "dwh-$stack-" --output table \
    --query 'MetricAlarms[].{alarm: AlarmName, state: StateValue, since: StateUpdatedTimestamp}'
  cluster=$(output_or_nothing clusterId)
  if [ -n "$cluster" ]; then
    aws redshift describe-clusters --cluster-identifier "$cluster" --output table \
      --query 'Clusters[].{cluster: ClusterIdentifier, status: ClusterStatus, nodes: NumberOfNodes, type: NodeType}'
  fi
  aws sqs get-queue-attributes --attribute-names ApproximateNumberOfMessages --output table \
    --queue-url "$(aws sqs get-queue-url --queue-name "$(output failedStartsQueue)" --query QueueUrl --output text)"
}

pause() {
  local cluster
  keep_image
  pulumi config set scheduleEnabled false --stack "$stack"
  pulumi up --stack "$stack" "$@"
  cluster=$(output_or_nothing clusterId)
  if [ -n "$cluster" ]; then aws redshift pause-cluster --cluster-identifier "$cluster"; fi
}

resume() {
  local cluster
  keep_image
  cluster=$(output_or_nothing clusterId)
  if [ -n "$cluster" ]; then
    aws redshift resume-cluster --cluster-identifier "$cluster"
    aws redshift wait cluster-available --cluster-identifier "$cluster"
  fi
  pulumi config set scheduleEnabled true --stack "$stack"
  pulumi up --stack "$stack" "$@"
}

destroy() {
  local answer
  echo "This deletes stack $stack. Type its name to go on:" >&2
  read -r answer
  [ "$answer" = "$stack" ] || fail "that is not $stack; nothing was deleted"
  # Not `protect: false`: that would also give up the final snapshot and the bucket.
  pulumi state unprotect --all --yes --stack "$stack"
  pulumi destroy --stack "$stack" "$@"
}

[ $# -ge 2 ] || usage
command=$1 stack=$2
shift 2
if [ "$command" != state ]; then
  AWS_REGION=$(pulumi config get aws:region --stack "$stack")
  # The first is for version 2 of the AWS CLI, the second for version 1.
  export AWS_REGION AWS_DEFAULT_REGION=$AWS_REGION
fi
case $command in
  state) state "$stack" ;;
  deploy) deploy "$@" ;;
  bootstrap) run_task "$(output bootstrapFamily)" bootstrap "$@" ;;
  run) run_task "$(output taskFamily)" run "$@" ;;
  logs) aws logs tail "$(output logGroup)" --since 1h --follow ;;
  status) status ;;
  pause) pause "$@" ;;
  resume) resume "$@" ;;
  destroy) destroy "$@" ;;
  keep-image) keep_image ;;
  *) usage ;;
esac
