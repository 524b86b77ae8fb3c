. "$TESTS/case.sh"

# Samples of 60 days, as the daily checks leave them, but for their times: one that grows by 1 a day, with odd days; one
# that stays; one that falls; one that is nearly there; and one of a few days.
cat >"$PROJECT/runbooks/sampling.yaml" <<'SAMPLING'
params: {day: {required: true}}
precheck:
  - |
    noise=$((day % 3 - 1))
    if [ "$day" -eq 21 ] || [ "$day" -eq 51 ]; then noise=30; fi
    {
      echo "maint_disk_used_percent{mount=\"/\"} $((10 + day + noise))"
      echo "maint_disk_used_percent{mount=\"/\"} $((5 + day))"
      echo "maint_disk_used_percent{mount=\"/srv/a, b\"} $((30 + noise % 2))"
      echo "maint_memory_used_percent $((90 - day))"
      echo "app_rows $((day * 1000))"
      if [ "$day" -gt 55 ]; then echo "maint_swap_used_percent $day"; fi
    } >> "$MAINT_METRICS"
SAMPLING
for day in $(seq 1 5 56) 60; do
  "$MAINT" run runbook:sampling --with "day=$day" >run.out 2>&1 || die "no samples: $(cat run.out)"
done
now=$(date +%s)
# The run log of the case: a sample of day N was taken 60 - N days ago.
sqlite3 "$MAINT_STATE/maint.db" "
  CREATE TEMP TABLE day AS SELECT run, CAST(value / 1000 AS INTEGER) AS day FROM sample WHERE name = 'app_rows';
  UPDATE sample SET at = ($now - 86400 * (60 - (SELECT day FROM day WHERE day.run = sample.run))) * 1000000"

date_in() { date -d "$1 days" +%Y-%m-%d; }
with
succeeds
shows 'maint_disk_used_percent{mount="/"}: 70 of 95, +30 a month over 60 days: runs out in 25 days' \
  "on $(date_in 25)" 'maint_disk_used_percent{mount="/srv/a, b"}: 30 of 95, +0 a month over 60 days: does not run out' \
  'maint_memory_used_percent: 30 of 95, -30 a month over 60 days: does not run out' \
  '1 of 3 resources run out within 180 days' 'fewer than 14 days: maint_swap_used_percent'
samples maint_capacity_days_left maint_capacity_forecasts

with warn_days=20
succeeds
shows '0 of 3 resources run out within 20 days'

# A metric of one's own, and one that is beyond its limit.
with metrics=app_rows=90000
succeeds
shows 'app_rows: 6e+04 of 90000, +3e+04 a month over 60 days: runs out in 30 days'
with metrics=app_rows=50000
succeeds
shows 'runs out in 0 days'

# A new host.
rm -r "$MAINT_STATE"
with
succeeds
shows '0 of 0 resources' 'forecasts need samples of the daily checks'
