. "$TESTS/case.sh"

# No engine is here: what stands in knows names and IDs, `registry` is what it pulls from, and `running` what runs.
mkdir names
cat >engine <<END
#!/bin/sh -eu
cd "$PLACE"
file() { echo "names/\$(printf '%s' "\$1" | tr / _)"; }
case \$1 in
  compose) shift && echo "\$(pwd -P) \$*" >>composed && ./recreate ;;
  pull) cp registry "\$(file "\$2")" ;;
  tag) echo "\$2" >"\$(file "\$3")" ;;
  rmi) rm "\$(file "\$2")" ;;
  images) (cd names && ls) | tr _ / ;;
  ps)
    if [ -e restarts ]; then date +%s%N >started; fi
    cat running
    ;;
  container) for name; do case \$name in sha256:*) echo "\$name \$(cat started)" ;; esac; done ;;
  image)
    for name; do :; done
    case \$4 in
      *Created*) echo 2026-10-01T12:00:00Z ;;
      *) cat "\$(file "\$name")" ;;
    esac
    ;;
esac
END
cat >recreate <<END
#!/bin/sh -eu
"$PLACE/engine" image inspect --format '{{.Id}}' shop/web:1 >"$PLACE/running"
END
printf '#!/bin/sh\ngrep -q ^sha256:good "%s/running"\n' "$PLACE" >check
chmod 755 engine recreate check
./engine tag sha256:good-1 shop/web:1
./recreate
echo once >started
echo sha256:good-1 >registry
answers() { cat running names/shop_web:1; ls names; }

use_it() {
  with "engine=$PLACE/engine" image=shop/web:1 "recreate_command=$PLACE/recreate" "check_command=$PLACE/check" "apply=$1" settle_seconds=0
}
use_it no
succeeds
shows 'days old' 'apply is no'
use_it yes
succeeds
shows 'it is the newest already'
expect test -z "$(find names -name 'maint.local_before*')"

# A newer one that does not work, and one that does.
sed -i 's/delay: 3s/delay: 10ms/' "$RUNBOOK"
answers >before
echo sha256:bad-2 >registry
ends_with 3
answers >after
expect diff -u before after
echo sha256:good-3 >registry
# A command that recreates nothing, one that leaves a container behind, and a container that restarts.
with "engine=$PLACE/engine" image=shop/web:1 recreate_command=true check_command=true apply=yes settle_seconds=0
ends_with 3
shows 'no container runs from the new image'
printf '#!/bin/sh -eu\n%s/recreate\ncat %s/old >>%s/running\n' "$PLACE" "$PLACE" "$PLACE" >half
chmod 755 half
cp running old
with "engine=$PLACE/engine" image=shop/web:1 "recreate_command=$PLACE/half" check_command=true apply=yes settle_seconds=0
ends_with 3
shows 'a container still runs from the old image'
./recreate
touch restarts
use_it yes
ends_with 3
shows 'was restarted within'
rm restarts
answers >after
echo sha256:good-1 >running.before
expect cmp running running.before
fails_in change
fails_in verify
drills
succeeds
shows 'now `sha256:good-3`' 'the old one is kept as'
expect grep -qx sha256:good-3 running
expect "$MAINT" rollback "$("$MAINT" log --limit 1 --json | sed -n 's/^ *"run": \([0-9]*\),$/\1/p')"
expect grep -qx sha256:good-1 running
for update in 4 5 6; do
  echo "sha256:good-$update" >registry
  succeeds
done
expect test "$(find names -name 'maint.local_before*' | sort -V | xargs cat | tr '\n' ' ')" = 'sha256:good-4 sha256:good-5 '

# Compose recreates it, from its folder, and what it read is in the backup; nothing is pulled behind the back of maint.
mkdir project-of-web
echo 'services: {}' >project-of-web/compose.yaml
echo sha256:good-7 >registry
with "engine=$PLACE/engine" image=shop/web:1 "compose_dir=$PLACE/project-of-web" compose_service=web "check_command=$PLACE/check" \
  apply=yes settle_seconds=0
succeeds
expect grep -qx sha256:good-7 running
expect grep -q 'up -d --no-deps --pull never web' composed
expect test -n "$(find "$MAINT_STATE/backups" -name compose.yaml)"
# Without a check, or where the container does not work as it is, nothing is begun.
echo sha256:good-8 >registry
with "engine=$PLACE/engine" image=shop/web:1 "recreate_command=$PLACE/recreate" apply=yes
ends_with 1
shows 'name a check_command'
with "engine=$PLACE/engine" image=shop/web:1 "recreate_command=$PLACE/recreate" check_command=false apply=yes
ends_with 1
shows 'does not work before anything is changed'
with "engine=$PLACE/engine" image=shop/web:1 check_command=true apply=yes
ends_with 1
shows 'name the compose_dir'
expect grep -qx sha256:good-7 names/shop_web:1
# One that works for a moment only.
cat >moment <<END
#!/bin/sh -eu
cd "$PLACE"
if grep -qx sha256:good-8 running; then test ! -e worked && touch worked; fi
END
chmod 755 moment
with "engine=$PLACE/engine" image=shop/web:1 "recreate_command=$PLACE/recreate" "check_command=$PLACE/moment" apply=yes settle_seconds=0
ends_with 3
expect test -e worked
expect grep -qx sha256:good-7 running

with "engine=$PLACE/engine" image=shop/other:1
ends_with 1
shows 'has no image shop/other:1'
with engine=/usr/bin/no-such-engine image=shop/web:1
ends_with 1
shows 'there is no /usr/bin/no-such-engine here'
./engine tag sha256:good-9 shop/idle:1
with "engine=$PLACE/engine" image=shop/idle:1 "recreate_command=$PLACE/recreate" check_command=true apply=yes
ends_with 1
shows 'no container runs from shop/idle:1'
with
ends_with 64
shows 'image'
if ! command -v docker >/dev/null && ! command -v podman >/dev/null; then
  with image=shop/web:1
  succeeds
  shows 'skipped' 'docker or podman is installed'
fi

# What pulls the new image again on the way back leaves a host that is not as before, and that is told.
printf '#!/bin/sh -eu\n%s/engine pull shop/web:1\n%s/recreate\n' "$PLACE" "$PLACE" >pulls
chmod 755 pulls
echo sha256:bad-9 >registry
with "engine=$PLACE/engine" image=shop/web:1 "recreate_command=$PLACE/pulls" "check_command=$PLACE/check" apply=yes settle_seconds=0
ends_with 2
shows 'is something else updating it?'
