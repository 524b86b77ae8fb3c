. "$TESTS/case.sh"

mkdir logs
answers() { (cd logs && find . -type f -exec sha256sum {} + | sort); }
fill() {
  echo current >logs/app.log
  seq 1000 >logs/app.log.1
  seq 2000 >logs/app.log.2
  touch -d '10 days ago' logs/app.log.1
  touch -d '40 days ago' logs/app.log.2
}
last_run() { "$MAINT" log --limit 1 --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["runs"][0]["run"])'; }

# Neither is log_dir given nor has maint logs; and a folder that is named and not there is no reason to skip.
ends_with 0
shows 'skipped: only where log_dir is given, or maint keeps logs of its own'
with "log_dir=$PLACE/nowhere"
ends_with 1
shows 'is not a folder'

with "log_dir=$PLACE/logs" use=logrotate
fill
fails_in change
fails_in verify
drills
with "log_dir=$PLACE/logs"
answers >before
succeeds
shows '1 logs removed, 1 compressed' 'brings them back'
expect test -e logs/app.log.1.gz
expect test ! -e logs/app.log.2
samples maint_logs_freed_bytes

# A change of mind: the way back stands open until the next rotation, and says so when it is too late.
expect "$MAINT" rollback "$(last_run)"
answers >after
expect cmp before after
succeeds
late=$(last_run)
succeeds
code=0
"$MAINT" rollback "$late" >"$PLACE/run.out" 2>&1 || code=$?
expect test "$code" -eq 2
shows 'deleted for good'
