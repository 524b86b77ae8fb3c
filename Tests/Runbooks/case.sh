# The words of a case; sourced by each, which runs as `sh -eu` in a folder of its own, $PLACE.
#
#   with NAME=VALUE…          parameters for what follows
#   use SERVICE…              starts services/SERVICE.sh unless another case of the group did; sets its variables
#   with_text NAME TEXT       one whose value has spaces, for what follows; a further one replaces it, '' '' takes it away
#   succeeds                  runs the runbook and expects exit code 0
#   ends_with CODE            runs it and expects that exit code
#   fails_in STAGE            runs it with a step that fails at the end of change or verify; expects exit code 3, and that
#                             `answers`, a function of the case that prints what the service answers, says the same as before
#   drills                    drills its way back; every point must be proven
#   skips_without COMMAND…    runs it where the commands are not installed; expects exit code 0 and a task that was skipped
#   shows TEXT…               what the last run said of itself (maint show, maint output) has each of the texts
#   samples NAME…             the last run has left samples of these names
#   expect WORDS…             a command must succeed
#   skip_case REASON          this machine cannot run the case
#
# $RUNBOOK is the file, a copy in a project of this case that may be changed; $MAINT_STATE its state.
PROJECT=$PLACE/project
RUNBOOK=$PROJECT/runbooks/$NAME.yaml
export MAINT_STATE="$PLACE/state" MAINT_PROJECT="$PROJECT" LC_ALL=C.UTF-8
mkdir -p "$PROJECT/schedules"
cp -r "$TESTS/../../runbooks" "$PROJECT/"
cd "$PLACE" || exit
parameters='' text_name='' text_value=''

die() {
  echo "$NAME: $*" >&2
  exit 1
}

# A port of loopback that nobody listens on.
free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# wait_for COMMAND…: until it succeeds, for half a minute at most.
wait_for() {
  tries=0
  until "$@" >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 150 ] || die "still not so: $*"
    sleep 0.2
  done
}

with() { parameters=$*; }
with_text() { text_name=$1 text_value=$2; }

use() {
  for service; do
    SERVICE=$GROUP_PLACE/service-$service
    mkdir -p "$SERVICE"
    # shellcheck disable=SC1090 # one of services/
    . "$TESTS/services/$service.sh"
    if [ ! -e "$SERVICE/stop" ]; then "start_$service"; fi
  done
}

maint_with() {
  verb=$1
  shift
  arguments=
  for parameter in $parameters; do arguments="$arguments --with $parameter"; done
  # shellcheck disable=SC2086 # a list of words
  "$MAINT" "$verb" "runbook:$NAME" $arguments ${text_name:+--with "$text_name=$text_value"} "$@"
}

ends_with() {
  wanted=$1 code=0
  maint_with run >"$PLACE/run.out" 2>&1 || code=$?
  { "$MAINT" show; "$MAINT" output; } >"$PLACE/last" 2>&1 || true
  if [ "$code" -ne "$wanted" ]; then
    cat "$PLACE/run.out" "$PLACE/last"
    die "exit code $code, not $wanted"
  fi
}

succeeds() {
  began=$(date +%s%N)
  ends_with 0
  if [ ! -e "$PLACE/seconds" ]; then
    echo "$(date +%s%N) $began" | awk '{ printf "%.1f s\n", ($1 - $2) / 1e9 }' >"$PLACE/seconds"
  fi
}

# The stage ends before the next key of the runbook, and what stands above that key as a comment is the key's.
break_stage() {
  awk -v stage="$1" '
    function flush() { printf "%s", held; held = "" }
    function break_here() {
      print "  - name: a fault that the test has put here"
      print "    run: exit 1"
      inside = 0
      broken = 1
    }
    inside && /^[a-z_]+:/ { break_here() }
    /^#/ || /^$/ { held = held $0 "\n"; next }
    { flush(); print }
    $0 == stage ":" { inside = 1 }
    END { if (inside) break_here(); flush(); exit !broken }' "$RUNBOOK" >"$PLACE/broken.yaml" ||
    die "it has no stage '$1' in block style"
}

fails_in() {
  answers >"$PLACE/before"
  break_stage "$1"
  cp "$RUNBOOK" "$PLACE/whole.yaml"
  cp "$PLACE/broken.yaml" "$RUNBOOK"
  ends_with 3
  cp "$PLACE/whole.yaml" "$RUNBOOK"
  answers >"$PLACE/after"
  diff -u "$PLACE/before" "$PLACE/after" || die "not as before after a failure in $1"
}

drills() {
  code=0
  maint_with drill >"$PLACE/drill.out" 2>&1 || code=$?
  cat "$PLACE/drill.out"
  [ "$code" -eq 0 ] || die "the drill ended with $code"
  grep -o 'rollback proven at [0-9]*/[0-9]* points' "$PLACE/drill.out" | awk '{ print $4 }' >"$PLACE/points"
  [ -s "$PLACE/points" ] || die 'the drill says nothing of points'
}

skips_without() {
  hidden=
  for command; do hidden="$hidden $(command -v "$command")"; done
  code=0
  # In a mount namespace the command is a device, so it is not found; the host's is not touched.
  PARAMETERS=
  for parameter in $parameters; do PARAMETERS="$PARAMETERS --with $parameter"; done
  export PARAMETERS
  # shellcheck disable=SC2016,SC2086 # for the inner shell; a list of words
  unshare -m sh -eu -c '
    maint=$1 name=$2
    shift 2
    for command; do mount --bind /dev/null "$(realpath "$command")"; done
    exec "$maint" run "runbook:$name" $PARAMETERS' sh "$MAINT" "$NAME" $hidden >"$PLACE/run.out" 2>&1 || code=$?
  "$MAINT" show >"$PLACE/last" 2>&1 || true
  cat "$PLACE/run.out"
  [ "$code" -eq 0 ] || die "exit code $code, not 0, without $*"
  grep -q skipped "$PLACE/last" || { cat "$PLACE/last"; die "is not skipped without $*"; }
}

shows() {
  for text; do
    grep -qF -- "$text" "$PLACE/last" "$PLACE/run.out" || {
      cat "$PLACE/last"
      die "does not say: $text"
    }
  done
}

samples() {
  "$MAINT" sample list >"$PLACE/metrics" 2>&1 || true
  for sample; do
    grep -q "$sample" "$PLACE/metrics" || {
      cat "$PLACE/metrics"
      die "has no sample $sample"
    }
  done
}

expect() { "$@" || die "not so: $*"; }

skip_case() {
  echo "$*" >"$PLACE/skipped"
  exit 0
}
