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

with "log_dir=$PLACE/logs"
fill
fails_in change
fails_in verify
drills
succeeds
expect test -e logs/app.log.1.gz
expect test ! -e logs/app.log.2
