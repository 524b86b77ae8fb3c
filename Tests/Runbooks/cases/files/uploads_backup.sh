. "$TESTS/case.sh"

command -v rsync >/dev/null || skip_case 'rsync is not installed'
odd=$(printf 'line\nbreak')
mkdir -p uploads/photos store
echo one >uploads/one
seq 5000 >uploads/photos/two
echo odd >"uploads/photos/$odd"
echo 'half a file' >uploads/three.tmp
touch -d '3 days ago' uploads/one uploads/photos/two

newest() { find store -maxdepth 1 -name '20*' -type d | sort | tail -n 1; }

with "source=$PLACE/uploads" "destination=$PLACE/store" 'exclude=*.tmp'
succeeds
shows '4 files, 3 of them new' "! destination $PLACE/store is on the disk of"
first=$(newest)
expect test ! -e "$first/three.tmp"
expect diff -r --exclude '*.tmp' uploads "$first"

# What has not changed is the same file in both snapshots.
sleep 1
echo 'one and more' >uploads/one
rm "uploads/photos/$odd"
succeeds
shows '3 files, 1 of them new' '1 older ones read again'
samples maint_uploads_new_files maint_uploads_new_bytes maint_uploads_snapshots
second=$(newest)
expect test "$first/photos/two" -ef "$second/photos/two"
expect grep -q '^one$' "$first/one"
expect test -e "$first/photos/$odd"
expect sh -c "cd '$second' && sha256sum --check --quiet ../${second##*/}.sha256"

# A snapshot that broke off does not count, and is gone on with.
mkdir store/.incoming
cp -p uploads/one store/.incoming/
# Of many days, those that are past their time go.
for days in 1 2 3 4 5 6 7 8 9 40 41 400; do
  name=$(date -d "$days days ago" +%Y-%m-%dT020000)
  mkdir "store/$name"
  : >"store/$name.sha256"
done
with "source=$PLACE/uploads" "destination=$PLACE/store" keep_last=1 keep_daily=3 keep_weekly=0 keep_monthly=2
sleep 1
succeeds
expect test "$(find store -maxdepth 1 -type d -name '20*' | wc -l)" -le 5
expect test -e "$(newest)/one"
expect test ! -e "store/$(date -d '400 days ago' +%Y-%m-%dT020000)"
expect test ! -e store/.incoming

# A disk that is not mounted, and one that rots.
with "source=$PLACE/uploads" "destination=$PLACE/store"
mv uploads/photos photos
mv uploads/one uploads/three.tmp .
ends_with 1
shows 'Is a disk not mounted'
mv one three.tmp photos uploads/
before=$(newest)
printf 'X' | dd of="$before/photos/two" conv=notrunc status=none
touch -r uploads/photos/two "$before/photos/two"
ends_with 1
shows 'photos/two' 'are not what was backed up'
expect test "$(newest)" = "$before"
rm -r store/.incoming "$before/photos/two"
sleep 1
succeeds
expect cmp uploads/photos/two "$(newest)/photos/two"

mkdir uploads/backup
with "source=$PLACE/uploads" "destination=$PLACE/uploads/backup"
ends_with 1
shows 'it would back itself up'

# A disk for the snapshots that is not mounted.
with "source=$PLACE/uploads" "destination=$PLACE/disk/store"
ends_with 1
shows 'is the disk mounted?'
expect test ! -e disk

if command -v restic >/dev/null; then
  (umask 077 && echo swordfish >password && mkdir vault)
  with "source=$PLACE/uploads" "destination=$PLACE/vault" use=restic "restic_password_file=$PLACE/password"
  succeeds
  echo more >>uploads/one
  succeeds
  shows '1 of them new or changed'
  RESTIC_PASSWORD_FILE=password restic -r vault restore latest --target back >restored
  expect diff -r uploads back
fi

with use=rsync
succeeds
shows 'skipped' 'the parameter source names a folder'
