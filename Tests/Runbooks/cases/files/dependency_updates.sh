. "$TESTS/case.sh"

# wheel VERSION TEXT: a package `shop` of that version in the folder wheels, whose function says the text.
wheel() {
  mkdir -p wheels
  python3 - "$1" "$2" <<'END'
import sys, zipfile
version, text = sys.argv[1:]
about = f"shop-{version}.dist-info"
with zipfile.ZipFile(f"wheels/shop-{version}-py3-none-any.whl", "w") as wheel:
    wheel.writestr("shop.py", f"def open(): return {text!r}\n")
    wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: shop\nVersion: {version}\n")
    wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    wheel.writestr(f"{about}/RECORD", "")
END
}
export PIP_DISABLE_PIP_VERSION_CHECK=1
PATH=/usr/sbin:/usr/bin:/sbin:/bin python3 -m pip --version >/dev/null || skip_case 'python3-pip is not installed'

wheel 1.0 yes
mkdir app
echo 'shop<2' >app/requirements.in
echo 'shop==1.0' >app/requirements.txt
(cd app && /usr/bin/python3 -m venv --without-pip .venv &&
  /usr/bin/python3 -m pip --python .venv/bin/python install -q --no-index --find-links ../wheels shop)
chown -R nobody app
chmod 755 .
# What is installed and what the lock file says, to the last bit.
answers() { (cd app && find . -type f -exec sha256sum {} + | sort && .venv/bin/python -c 'import shop; print(shop.open())'); }
run_project() {
  code=0
  "$MAINT" "${verb:-run}" "runbook:$NAME" --with folder="$PLACE/app" --with apply="${1:-yes}" \
    --with options="--no-index --find-links $PLACE/wheels" \
    --with test_command="python -c 'import os, shop; assert shop.open() == \"yes\" and os.getuid() == $(id -u nobody)'" \
    >"$PLACE/run.out" 2>&1 || code=$?
  { "$MAINT" show; "$MAINT" output; } >"$PLACE/last" 2>&1 || true
}
# As in ends_with and drills, whose parameters have no spaces.
expect_end() {
  if [ "$code" -ne "$1" ]; then
    cat run.out last
    die "exit code $code, not $1"
  fi
}

# A version within the bounds that breaks the project.
wheel 1.1 no
wheel 2.0 yes
answers >before
run_project no
expect_end 0
shows '1 packages are out of date' 'apply is no'
# Looking makes no backup: it would push out the way back of a change.
expect test -z "$(find "$MAINT_STATE/backups" -name SHA256SUMS 2>/dev/null)"
code=0
"$MAINT" run "runbook:$NAME" --with folder="$PLACE/app" \
  --with options="--index-url http://127.0.0.1:9/ --retries 0" >run.out 2>&1 || code=$?
{ "$MAINT" show; "$MAINT" output; } >last 2>&1 || true
expect_end 1
shows 'pip got no answer from its registry'
run_project yes
expect_end 3
shows 'fail with the new packages' 'is put back'
answers >after
expect diff -u before after

# One that does not.
wheel 1.2 yes
break_stage change
cp "$RUNBOOK" whole.yaml
cp broken.yaml "$RUNBOOK"
run_project yes
expect_end 3
cp whole.yaml "$RUNBOOK"
answers >after
expect diff -u before after
verb=drill
run_project yes
verb=run
cat run.out
expect_end 0
grep -o 'rollback proven at [0-9]*/[0-9]* points' run.out | awk '{ print $4 }' >points
began=$(date +%s%N)
run_project yes
echo "$(date +%s%N) $began" | awk '{ printf "%.1f s\n", ($1 - $2) / 1e9 }' >seconds
expect_end 0
shows 'shop: 1.0 → 1.2' 'commit requirements.txt'
samples maint_dependencies_outdated maint_dependencies_updated
expect grep -qx 'shop==1.2' app/requirements.txt
expect test "$(stat -c %U app/requirements.txt)" = nobody

# npm and cargo take theirs from a repository of git in the file system.
git_() { git -c user.name=test -c user.email=test@localhost "$@"; }
if command -v npm >/dev/null && command -v git >/dev/null; then
  mkdir left site
  git init -q left
  for version in 1.0.0 1.1.0; do
    echo "{\"name\": \"left\", \"version\": \"$version\", \"main\": \"index.js\"}" >left/package.json
    echo "module.exports = '$version'" >left/index.js
    (cd left && git_ add . && git_ commit -qm "$version" && git_ tag "v$version")
    if [ "$version" = 1.0.0 ]; then
      echo "{\"name\": \"site\", \"version\": \"1.0.0\", \"scripts\": {\"test\": \"node -e \\\"require('left')\\\"\"}," \
        "\"dependencies\": {\"left\": \"git+file://$PLACE/left#semver:^1.0.0\"}}" >site/package.json
      (cd site && npm install --no-audit --no-fund --no-update-notifier >/dev/null)
    fi
  done
  with "folder=$PLACE/site" apply=yes
  ends_with 0
  shows 'left: 1.0.0 → 1.1.0'
  expect grep -q '"version": "1.1.0"' site/node_modules/left/package.json

  # A registry that does not answer says nothing of what is out of date.
  mkdir dead
  echo '{"name": "dead", "version": "1.0.0", "dependencies": {"shop": "^1.0.0"}}' >dead/package.json
  echo '{"name": "dead", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {"dependencies": {"shop": "^1.0.0"}}}}' \
    >dead/package-lock.json
  code=0
  "$MAINT" run "runbook:$NAME" --with folder="$PLACE/dead" \
    --with options="--registry http://127.0.0.1:9 --fetch-retries=0" >run.out 2>&1 || code=$?
  { "$MAINT" show; "$MAINT" output; } >last 2>&1 || true
  expect_end 1
  shows 'npm got no answer from its registry'
fi

with "folder=$PLACE/logs-of-nobody"
ends_with 1
shows 'is not a folder'
with
ends_with 0
shows 'skipped' 'the parameter folder names a project'
