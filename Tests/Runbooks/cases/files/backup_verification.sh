. "$TESTS/case.sh"

mkdir archives data
seq 1000 >data/numbers
tar -czf archives/data.tar.gz data
(cd archives && sha256sum data.tar.gz >data.tar.gz.sha256)
printf 'description: A backup\nbackup:\n  - path: %s\n' "$PLACE/data" >"$PROJECT/runbooks/data.yaml"
expect "$MAINT" run runbook:data

with "archive_dirs=$PLACE/archives" require_checksum=yes
succeeds
shows '1 backups by maint are unchanged' '1 archives'
samples maint_backups_verified maint_archive_age_hours maint_archives_bytes

# Too old, changed, cut, without a sum, and one of maint's own that is damaged: all of them are found in one run.
tar -czf archives/unsummed.tar.gz data
head -c 200 archives/data.tar.gz >archives/cut.tar.gz
touch -d '30 hours ago' archives/*
echo more >>archives/data.tar.gz
touch -d '30 hours ago' archives/data.tar.gz
printf x >>"$(find state/backups -name '*.tar.*')"
ends_with 1
shows 'data.tar.gz is not what its checksum says' 'cut.tar.gz cannot be read to its end' 'no checksum on record' \
  'has no archive younger than 26 hours' 'is damaged' 'not verified: own-backups archives'
