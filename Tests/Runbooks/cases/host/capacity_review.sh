. "$TESTS/case.sh"

# A host whose limits are nearly used up.
proc=$PLACE/host/proc
mkdir -p "$proc/sys/fs" "$proc/sys/kernel" "$proc/sys/net/ipv4" "$proc/sys/net/netfilter" "$proc/net" data/small data/logs
printf '900\t0\t1000\n' >"$proc/sys/fs/file-nr"
echo '0.10 0.10 0.10 2/300 4711' >"$proc/loadavg"
echo 32768 >"$proc/sys/kernel/pid_max"
echo 1000 >"$proc/sys/kernel/threads-max"
echo 95 >"$proc/sys/net/netfilter/nf_conntrack_count"
echo 100 >"$proc/sys/net/netfilter/nf_conntrack_max"
printf '1000\t2000\t4000\n' >"$proc/sys/net/ipv4/tcp_mem"
echo 'TCP: inuse 5 orphan 0 tw 1 alloc 8 mem 400' >"$proc/net/sockstat"
with "root_dir=$PLACE/host" "folders=$PLACE/data/*" folder_warn_mib=2
succeeds
shows 'open files: 90.0 % of 1000 in use' 'tracked connections: 95.0 %' 'processes and threads: 30.0 % of 1000' \
  'pages of TCP buffers: 10.0 %' 'the first review'
samples maint_capacity_used_percent maint_folder_mebibytes

# A week later: as much as can be had is gone in it, and one folder grew.
last=$MAINT_STATE/reviews/runbook:capacity_review/last
root=$(awk -F '\t' '$1 == "mount:/" { print $2 }' "$last")
[ -n "$root" ] || skip_case 'the root of this machine is no local file system'
awk -F '\t' -v OFS='\t' '/^time / { $0 = "time " substr($0, 6) - 7 * 86400 } $1 == "mount:/" { $2 = int($2 / 2) } { print }' \
  "$last" >aged
cp aged "$last"
head -c 5000000 /dev/zero >data/logs/big
with "root_dir=$PLACE/host" "folders=$PLACE/data/*" folder_warn_mib=2 full_warn_days=9999
succeeds
shows 'file system / ' 'days at that rate' 'See which folder grew' 'compared with the review of' "folder $PLACE/data/logs grew by 4 MiB" \
  "largest folders: $PLACE/data/logs"
samples maint_capacity_growth_bytes_per_day

# One that breaks off is not compared with, and leaves the one before.
cp "$last" before
awk '{ print } /name: no folder grew much/ { getline; print; print "    if: exit 126" }' "$RUNBOOK" >broken.yaml
cp "$RUNBOOK" whole.yaml
cp broken.yaml "$RUNBOOK"
ends_with 1
cp whole.yaml "$RUNBOOK"
expect cmp before "$last"
expect test ! -e "${last%/*}/new"

# This host, by itself; nothing grew.
with folders=
succeeds
shows 'have not run'

# One sample says nothing; five do; and none is new when the next review comes at once.
printf '%s\n' 'description: Samples' 'precheck:' '  - run: for n in $count; do echo "maint_cpu_busy_percent 100" >> "$MAINT_METRICS"; done' \
  'params:' '  count: {default: "1"}' >"$PROJECT/runbooks/sampler.yaml"
expect "$MAINT" run runbook:sampler
with folders=
succeeds
shows 'cpu busy: too few samples to judge (1 of at least 5)'
if grep -q 'Plan for more' last; then die 'one sample is judged'; fi
sleep 1
succeeds
sleep 1
succeeds
shows 'no new samples since the last review'
for _ in 1 2 3 4 5; do expect "$MAINT" run runbook:sampler; done
succeeds
shows '! cpu busy: median 100 %'
