. "$TESTS/case.sh"

year=$(date +%Y) today=$(date +%Y-%m-%d)
reviews=$MAINT_STATE/reviews/policy_review
list=$reviews/$year.md
sign() { sed -i "s/^- \[ \] \(.*$1.*\) Signed:.*/- [x] \1 Signed: $2/" "$list"; }

# Nothing is open, and nothing begun where that is not asked for.
with begin=no
succeeds
shows 'no checklist is open'
expect test ! -e "$list"

# The general one is begun, and its items are open.
with
succeeds
shows "begun: $list" "0 of 12 items are signed off" 'Backups: what is kept, how often, how long and where off-site' '(open)'
samples maint_policy_items_open
sign Backups "Ada Lovelace, $today"
sign Access Grace
sign Secrets "Grace, 2999-01-01"
sed -i '/^- .*Vendors/d' "$list"
succeeds
shows '1 of 12 items' 'ticked, but not signed' 'signed on a day that cannot be, 2999-01-01' 'Vendors:' \
  '(gone from the checklist)'
if grep -q '! .*Backups:' last; then die 'what is signed is told as open'; fi

# Who waits too long fails, also by the reminder.
touch -d '61 days ago' "$reviews/$year.items"
with begin=no
ends_with 1
shows '11 items of' '61 days after it was begun: more than 60'

# One of one's own, with a document; it is sealed when all is signed, and then must not change.
rm -r "$reviews"
mkdir documents
echo text >documents/passwords.md
printf '# Ours\n\n- [x] Backups: kept.\n- [ ] Keys \\ doors: known. Signed:\n' >ours.md
with "checklist=$PLACE/ours.md" "policies=$PLACE/documents"
succeeds
shows '0 of 3 items' 'Document passwords.md, last changed' 'Keys \ doors: known.'
sign Backups "Ada Lovelace, $today"
sign doors "Grace Hopper, $today, but for the cellar"
cp "$list" whole
sed -i '/passwords/d' "$list"
succeeds
shows '2 of 3 items' 'gone from the checklist'
cp whole "$list"
sign passwords "Ada Lovelace, $today"
succeeds
shows '3 of 3 items' 'complete, signed by Ada Lovelace, Grace Hopper'
with begin=no
succeeds
shows 'signed off, and as it was signed'
sed -i 's/Grace Hopper/Nobody/' "$list"
ends_with 1
shows 'is not what was signed off'

# To remove it does not pass it, whether it was sealed or not.
rm "$list"
with begin=no
ends_with 1
shows "$list was begun and is gone"
rm "$reviews/$year.sha256"
with
ends_with 1
shows "$list was begun and is gone"
expect test ! -e "$list"

echo '# no items' >none.md
rm -r "$reviews"
with "checklist=$PLACE/none.md"
ends_with 1
shows 'has no item'
expect test ! -e "$list"
