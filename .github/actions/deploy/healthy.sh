#!/usr/bin/env bash
# Ends well when the API of a stage answers and, ten minutes after a release, none of its alarms has begun to ring.
# That a job has not run for a day is no matter of the release.
set -euo pipefail
stage=$1
prefix="mastery-pathways-$stage"
since=$(date -u +%Y-%m-%dT%H:%M:%S)

url=$(aws cloudformation describe-stacks --stack-name "$prefix-entrance" \
  --query "Stacks[0].Outputs[?OutputKey=='PublicUrl'].OutputValue" --output text)
curl --fail --silent --show-error --retry 5 --retry-all-errors --max-time 20 "$url/api/v1/openapi.json" >/dev/null
echo "$url answers."

for minute in $(seq 10); do
  sleep 60
  ringing=$(aws cloudwatch describe-alarms --alarm-name-prefix "$prefix-" --state-value ALARM \
    --query "MetricAlarms[?StateUpdatedTimestamp>='$since' && !ends_with(AlarmName, '-did-not-run')].[AlarmName,AlarmDescription]" --output text)
  if [ -n "$ringing" ]; then
    echo "::error::$ringing"
    exit 1
  fi
  echo "Minute $minute: no alarm."
done
