#!/usr/bin/env bash
# The life of a stack, one command each: ./operate.sh COMMAND STACK [more]. Needs the AWS CLI with credentials, and Docker for `deploy`.
# The commands are in operate/commands.ts.
set -euo pipefail
cd "$(dirname "$0")"
exec node --import tsx operate/main.ts "$@"
