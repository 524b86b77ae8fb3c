# shellcheck shell=sh disable=SC2154 # parameters of the runbook are variables
# What the runbooks that install packages share. A step reads it with
#
#   . "$MAINT_PROJECT/runbooks/packages.sh"
#
# and calls one of the functions below. What they know of a run lies in its backup, for a rollback weeks later, too:
#
#   installed    every package with its version and state before the change
#   pending      what apt would do: package, version now (- for a new one), version then, where from; a line each
#   arguments    how apt-get is called, a word a line: upgrade --with-new-pkgs
#   preferences  where there is one, it takes the place of /etc/apt/preferences
#   todo         is there when something is pending and apply=yes; the steps of the change do nothing without it
#   packages/    the versions now installed, as .deb files
#   etc.tar      /etc as it was
#   states, auto   which packages were installed only because others need them: apt's file of it, and their names
#   services, failed   the services that ran, and the units that had failed, before
#
# dpkg, its database and /etc are where apt's configuration says, so that `apt_config` can point all of it at an image.
# A rollback does not take back what scripts of packages change outside their files and /etc, as a database's data.
export DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none NEEDRESTART_SUSPEND=1 UCF_FORCE_CONFFOLD=1
if [ -n "${apt_config:-}" ]; then export APT_CONFIG="$apt_config"; fi
keep=${MAINT_BACKUP_DIR:-}
umask 022

say() { printf "%s" "$*" | tr "\n" "?"; echo; }
summary() { say "- $*" >> "$MAINT_SUMMARY"; }
warn() { say "warning: $*" >> "$MAINT_WARNINGS"; }
sample() { echo "maint_$1 $2" >> "$MAINT_METRICS"; }
packages() { if [ "$1" -eq 1 ]; then echo '1 package'; else echo "$1 packages"; fi; }
fail() {
  say "$*" >&2
  exit 1
}

dpkg=/usr/bin/dpkg database=/var/lib/dpkg root='' preferences=/etc/apt/preferences
archives=/var/cache/apt/archives/ cache=/var/cache/apt/pkgcache.bin states=/var/lib/apt/extended_states
if command -v apt-config > /dev/null; then
  settings=$(apt-config shell dpkg Dir::Bin::dpkg/f database Dir::State::status/f root Dir/d \
    preferences Dir::Etc::preferences/f archives Dir::Cache::Archives/d cache Dir::Cache::pkgcache/f \
    states Dir::State/d)
  # Not by eval: nobody could tell what that reads in, and so what an approval covers.
  while IFS='=' read -r name value; do
    value=${value#\'} value=${value%\'}
    case $name in
      dpkg) dpkg=$value ;;
      database) database=$value ;;
      root) root=$value ;;
      preferences) preferences=$value ;;
      archives) archives=$value ;;
      cache) cache=$value ;;
      states) states=$value ;;
    esac
  done << SETTINGS
$settings
SETTINGS
  database=${database%/status} root=${root%/} states=${states%/}/extended_states
fi

# apt waits for another one that is at work, asks nothing, and keeps configuration files that somebody has changed.
apt() {
  if [ -e "$keep/preferences" ]; then set -- -o "Dir::Etc::preferences=$keep/preferences" "$@"; fi
  apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 \
    -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}

installed() {
  # shellcheck disable=SC2016 # for dpkg-query
  all=$(dpkg-query --admindir="$database" -W -f '${Package}:${Architecture} ${Version} ${db:Status-Abbrev}\n') ||
    fail "what is installed is not known: dpkg-query could not read $database"
  printf '%s\n' "$all" | LC_ALL=C sort
}

# Fails where the last change was not finished, or packages contradict each other: nothing should be built on that.
database_is_sound() {
  audit=$("$dpkg" --audit)
  if [ -n "$audit" ]; then
    say "$audit" >&2
    fail "these packages are not in a good state, as something was broken off. Mend that first:" \
      "dpkg --configure -a, then apt-get --fix-broken install"
  fi
  # It wants the lock of dpkg.
  if [ "$(id -u)" -ne 0 ]; then return; fi
  apt check || fail "apt-get check found these faults. Mend them first: apt-get --fix-broken install"
}

# The lists say what there is to install; only root may fetch them.
refresh() {
  if [ "$(id -u)" -ne 0 ]; then
    summary "only root may fetch the package lists: what follows is as of the last \`apt-get update\`"
    return
  fi
  apt -o APT::Update::Error-Mode=any update ||
    fail "the package lists could not be fetched, so nobody knows what is pending. Nothing was changed;" \
      "see above which source failed"
}

# Without a source for them nothing is ever pending, which would look as if all were well.
has_security_source() {
  policy=$(apt-cache policy)
  for suite in $(printf '%s\n' "$policy" | sed -n 's/.*release \(.*,\)*a=\([^,]*\).*/\2/p'); do
    # shellcheck disable=SC2254 # a pattern
    case $suite in $security_suite) return ;; esac
  done
  fail "no source of this host is a security archive ($security_suite), so it gets no security updates. Add one to" \
    "/etc/apt/sources.list (Debian: http://security.debian.org/debian-security), or name its suite in security_suite"
}

# Only security updates: whatever is installed and comes from elsewhere ranks below what is installed.
only_security() {
  {
    printf 'Package: *\nPin: release a=%s\nPin-Priority: 500\n\n' "$security_suite"
    printf 'Package: *\nPin: release a=now\nPin-Priority: 100\n\n'
    printf 'Package: *\nPin: release o=*\nPin-Priority: 1\n\n'
    if [ -e "$preferences" ]; then cat "$preferences"; fi
  } > "$keep/preferences"
}

# simulate: what apt would do with the arguments of this run, in the form of `pending`. Only autoremove may remove.
simulate() {
  # shellcheck disable=SC2046 # a word a line
  simulation=$(apt -s $(cat "$keep/arguments") 2>&1) || {
    printf '%s\n' "$simulation" >&2
    fail "apt-get found no way to do this. Nothing was changed"
  }
  printf '%s\n' "$simulation" | awk -v cleaning="$(grep -cx autoremove "$keep/arguments" || true)" '
    $1 == "Remv" && cleaning { print $2, substr($3, 2, length($3) - 2), "-" }
    $1 == "Remv" && !cleaning { print $2 " would go" > "/dev/stderr"; removed = 1 }
    $1 == "Inst" {
      rest = $0
      sub(/^Inst [^ ]+ /, "", rest)
      old = "-"
      if (rest ~ /^\[/) { old = substr(rest, 2, index(rest, "]") - 2); sub(/^[^ ]+ /, "", rest) }
      sub(/^\(/, "", rest)
      sub(/ \[[a-z0-9-]+\]\).*$/, "", rest)
      print $2, old, rest
    }
    END { exit removed }' ||
    fail "apt-get would remove packages, which is for you to decide: apt-get $(tr '\n' ' ' < "$keep/arguments")"
}

# package_is_installed: else it fails and says which names look like it, as one that is mistyped must not pass for a
# package without holes.
package_is_installed() {
  now=$(installed)
  now=$(printf '%s\n' "$now" | awk '$NF ~ /^.i/ { print $1 }' | sed 's/:.*//' | LC_ALL=C sort -u)
  if printf '%s\n' "$now" | grep -qxF -e "$package"; then return; fi
  # Those that have it within their name, and those that are two letters or fewer away.
  near=$(printf '%s\n' "$now" | awk -v wanted="$package" '
    function least(a, b) { return a < b ? a : b }
    function far(a, b,   i, j, row, cost) {
      for (i = 0; i <= length(a); i++) row[i, 0] = i
      for (j = 0; j <= length(b); j++) row[0, j] = j
      for (i = 1; i <= length(a); i++) for (j = 1; j <= length(b); j++) {
        cost = substr(a, i, 1) != substr(b, j, 1)
        row[i, j] = least(row[i - 1, j - 1] + cost, least(row[i - 1, j], row[i, j - 1]) + 1)
      }
      return row[length(a), length(b)]
    }
    index($0, wanted) { print "  " $0; next }
    length($0) - length(wanted) <= 2 && length(wanted) - length($0) <= 2 && far($0, wanted) <= 2 { print "  " $0 }' |
    head -n 10)
  if [ -n "$near" ]; then printf 'installed, and named nearly so:\n%s\n' "$near" >&2; else
    say "no installed package has a name near it; dpkg-query -W '*part*' finds by a part of the name" >&2
  fi
  fail "$package is not installed, so there is nothing to raise. Nothing was changed. Is the name right?"
}

# version_exists: a source has $version of $package; else it fails and says which there are.
version_exists() {
  if [ -z "$version" ]; then return; fi
  there=$(apt-cache madison "$package")
  there=$(printf '%s\n' "$there" | awk -F ' *[|] *' 'NF > 2 && $3 !~ / Sources$/ { print "  " $2 ", from " $3 }')
  if printf '%s\n' "$there" | sed 's/, from .*//' | grep -qxF -e "  $version"; then return; fi
  if [ -n "$there" ]; then printf 'the sources have:\n%s\n' "$there" >&2; else say "the sources have none of it" >&2; fi
  fail "no source has $package $version. Nothing was changed"
}

# take_stock ARGUMENTS…: what is installed and runs now, and what apt-get with these arguments would do. Samples are of
# runs that count all of a kind, which $counted names: not of one package.
take_stock() {
  printf '%s\n' "$@" > "$keep/arguments"
  installed > "$keep/installed"
  simulate > "$keep/pending"
  count=$(wc -l < "$keep/pending")
  security=$(while read -r _ _ _ from; do
    # shellcheck disable=SC2254 # a pattern
    case $from in */$security_suite | */$security_suite,*) echo "$from" ;; esac
  done < "$keep/pending" | wc -l)
  # "… and 3 not upgraded."
  held=$(apt -s upgrade --with-new-pkgs)
  held=$(printf '%s\n' "$held" | sed -n 's/.* and \([0-9]*\) not upgraded\..*/\1/p')
  if [ -n "${counted:-}" ]; then
    sample "packages_pending{counted=\"$counted\"}" "$count"
    sample "packages_security_pending{counted=\"$counted\"}" "$security"
    sample "packages_held_back{counted=\"$counted\"}" "${held:-0}"
  fi
  if [ "$count" -eq 0 ]; then
    summary "nothing is pending"
  else
    summary "packages pending: $count, for security: $security"
    awk 'NR <= 20 { name = $1; old = $2; new = $3; $1 = $2 = $3 = ""; sub(/^ */, "")
      print "  - " name (old == "-" ? " (new)" : " " old) " → " new ", from " $0 }
      END { if (NR > 20) print "  - and " NR - 20 " more" }' "$keep/pending" >> "$MAINT_SUMMARY"
    if [ "$apply" = yes ]; then : > "$keep/todo"; else
      summary "nothing is changed without apply=yes"
      if [ "$security" -gt 0 ]; then warn "security updates pending: $security"; fi
    fi
  fi
  if [ "${held:-0}" -gt 0 ]; then
    summary "$held more are held back: \`apt-get -s dist-upgrade\` and \`apt-mark showhold\` say why"
  fi
}

# A pin of the host's own, or a source without a name, may still bring an upgrade from elsewhere.
all_from_security() {
  others=$(awk '$2 != "-"' "$keep/pending" | while read -r name old new from; do
    # shellcheck disable=SC2254 # a pattern
    case $from in
      */$security_suite | */$security_suite,*) ;;
      *) say "$name $old to $new, from $from" ;;
    esac
  done)
  if [ -n "$others" ]; then
    printf '%s\n' "$others" >&2
    fail "these would not come from the security archive ($security_suite): see apt-cache policy. Is it a pin in" \
      "/etc/apt/preferences*, or a source without a Release file? Nothing was changed"
  fi
}

# The same for packages that were installed for others and that nothing needs any more, old kernels among them.
find_unneeded() {
  echo autoremove > "$keep/arguments"
  installed > "$keep/installed"
  simulate > "$keep/pending"
  sample packages_unneeded "$(wc -l < "$keep/pending")"
  names=$(cut -d ' ' -f 1 "$keep/pending" | paste -s -d ' ')
  summary "packages that nothing needs any more: $(wc -l < "$keep/pending")${names:+, $names}"
}

# In a rehearsal there is only loopback, unless it was asked for more.
without_network() {
  [ "$MAINT_REHEARSAL" = 1 ] && ! cat /proc/net/route /proc/net/ipv6_route 2> /dev/null |
    awk '$1 != "Iface" && $1 != "lo" && $NF != "lo" { found = 1 } END { exit !found }'
}

needs_network() {
  if without_network; then fail "a rehearsal has the network only with --share-net, and $*"; fi
}

# Before anything is touched: everything is downloaded, and there is space.
get_ready() {
  enough_space
  # shellcheck disable=SC2046 # a word a line
  addresses=$(apt --print-uris $(cat "$keep/arguments"))
  missing=$(printf '%s\n' "$addresses" | sed -n "/^'\(copy\|file\|cdrom\):/d; /^'/p" | wc -l)
  if [ "$missing" -gt 0 ]; then needs_network "$(packages "$missing") must be downloaded"; fi
  # shellcheck disable=SC2046 # a word a line
  apt --download-only $(cat "$keep/arguments") || fail "not everything could be downloaded. Nothing was changed"
}

enough_space() {
  if [ "$(id -u)" -ne 0 ]; then fail "only root may install packages: run this as root, or with apply=no"; fi
  for place in "${root:-/}" "$keep"; do
    free=$(($(df -k --output=avail "$place" | tail -n 1) / 1024))
    if [ "$free" -lt "$min_free_mib" ]; then
      fail "$free MiB are free in $place, fewer than min_free_mib ($min_free_mib): make room, nothing was changed." \
        "apt-get clean and apt-get autoremove win some"
    fi
  done
}

# What runs, and that it is well: after the change, nobody could tell otherwise whose fault it is.
note_services() {
  services_well "before anything was changed; mend that first"
  if systemd; then
    # Of a service that a socket starts, the socket is what others count on.
    systemctl list-units --type=service,socket --state=running,listening --plain --no-legend > "$keep/units"
    while read -r unit _; do
      # Others come and go: those of a login, or what the bus starts for a while.
      case $(systemctl is-enabled "$unit" 2> /dev/null) in
        enabled* | generated) echo "$unit" ;;
      esac
    done < "$keep/units" > "$keep/services"
    systemctl list-units --state=failed --plain --no-legend > "$keep/units"
    awk '{ print $1 }' "$keep/units" > "$keep/failed"
  fi
}

# Of an image, nothing runs.
systemd() { [ -d "$root/run/systemd/system" ]; }

services_well() {
  if [ -z "$service_check" ]; then return; fi
  "$service_check" || fail "service_check, $service_check, failed with $?, $*"
}

# The versions now installed: from apt's cache, else from a source, else put together from the files on this host.
keep_installed() {
  (umask 077 && mkdir -p "$keep/packages")
  cd "$keep/packages" || exit
  while read -r name old _; do
    if [ "$old" = - ]; then continue; fi
    case $name in *:*) architecture=${name#*:} ;; *) architecture=$("$dpkg" --print-architecture) ;; esac
    # In the cache a colon is %3a.
    file=$archives${name%:*}_$(say "$old" | sed 's/:/%3a/g')
    for file in "${file}_$architecture.deb" "${file}_all.deb"; do
      if [ -e "$file" ] && [ "$(dpkg-deb -f "$file" Version)" = "$old" ]; then
        cp -- "$file" .
        continue 2
      fi
    done
    # The folder is root's alone.
    if apt -o APT::Sandbox::User=root download "$name=$old" > log 2>&1 < /dev/null; then continue; fi
    if command -v dpkg-repack > /dev/null &&
      dpkg-repack --tag=none --root="$root/" "$name" >> log 2>&1 < /dev/null; then
      say "$name $old is neither in apt's cache nor in a source any more: put together from its files"
      continue
    fi
    if ! without_network; then cat log >&2; fi
    say "$name $old: there is no way to get this version back" >&2
    echo "$name" >> missing
  done < "$keep/pending"
  rm -f log
  if [ -e missing ]; then
    needs_network "apt's cache does not have the installed versions of these"
    fail "installed versions that are in no source any more: $(wc -l < missing), so there would be no way back." \
      "Nothing was changed. apt-get install dpkg-repack, which makes them from the files on this host"
  fi
  for file in *.deb; do
    if [ -e "$file" ]; then dpkg-deb --contents "$file" > /dev/null; fi
  done
  say "kept: $(packages "$(find . -name '*.deb' | wc -l)"), $(du -sk . | cut -f 1) KiB"
  # Pipes tell nothing of what failed before their end, so there is none where that matters.
  auto=$(apt-mark showauto)
  printf '%s\n' "$auto" | LC_ALL=C sort > "$keep/auto"
  if [ -e "$states" ]; then cp -p "$states" "$keep/states"; fi
  umask 077
  tar --create --acls --xattrs --anchored --exclude=etc/resolv.conf --exclude=etc/adjtime --file "$keep/etc.tar" -C "$root/" etc
}

# apt works through what was planned, from what was downloaded.
carry_out() {
  planned=$(cat "$keep/pending")
  if [ "$(simulate)" != "$planned" ]; then
    fail "since the packages were kept, others have become pending: another apt was at work. Start again"
  fi
  # shellcheck disable=SC2046 # a word a line
  apt --no-download $(cat "$keep/arguments")
  # What is named to apt-get counts as wanted for itself from then on.
  named=$(apt-mark showmanual)
  named=$(printf '%s\n' "$named" | LC_ALL=C sort | LC_ALL=C comm -12 "$keep/auto" -)
  # shellcheck disable=SC2086 # a list of names
  if [ -n "$named" ]; then apt-mark auto $named; fi
  note_etc
}

# without_services FUNCTION: in a rehearsal, packages ask policy-rc.d whether they may start a service, and are told no.
without_services() {
  policy=$root/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy.rehearsal"
    chmod 755 "$policy.rehearsal"
    ln -s policy-rc.d.rehearsal "$policy"
  fi
  "$@"
  # A step back finds what a step that was killed has left.
  if [ -e "$policy.rehearsal" ]; then rm "$policy" "$policy.rehearsal"; fi
}

# Of the packages of this run, those that are not as `installed` says: - before, + now.
differing() {
  now=$(installed)
  printf '%s\n' "$now" | awk -v concerned="$keep/pending" -v before="$keep/installed" '
    { name = $1; sub(/:.*/, "", name) }
    FILENAME == concerned { its[name] = 1; next }
    name in its { count[$0] += FILENAME == before ? 1 : -1 }
    END { for (line in count) if (count[line] != 0) print (count[line] > 0 ? "- " : "+ ") line }' \
    "$keep/pending" "$keep/installed" -
}

# Each package is at the version that was planned and configured, and all of them together are sound.
versions_as_planned() {
  now=$(installed)
  wrong=$(printf '%s\n' "$now" | awk -v pending="$keep/pending" '
    { name = $1; sub(/:.*/, "", name) }
    FILENAME != pending { state[name " " $2] = $3; next }
    state[name " " $3] !~ /^.i$/ { print $1 " is not at " $3 ", as was planned" }' - "$keep/pending")
  if [ -n "$wrong" ]; then fail "$wrong"; fi
  database_is_sound
  sample packages_upgraded "$(wc -l < "$keep/pending")"
  summary "packages installed: $(wc -l < "$keep/pending"); \`maint rollback\` goes back to the versions before"
}

# A rollback that is asked for later is a run of its own.
of_this_run() {
  run=${keep%/*}
  [ "${run##*/}" = "$MAINT_RUN" ]
}

# The units that have failed since note_services, on one line.
failed_since() {
  units=$(systemctl list-units --state=failed --plain --no-legend)
  printf '%s\n' "$units" | awk '{ print $1 }' | grep -vxFf "$keep/failed" | paste -s -d ' '
}

# What ran before runs, nothing else has failed, and what the host is for works.
services_as_before() {
  if systemd && [ -e "$keep/services" ]; then
    down=$(while read -r unit; do
      systemctl is-active --quiet "$unit" || echo "$unit"
    done < "$keep/services")
    failed=$(failed_since)
    if [ -n "$failed" ] && ! of_this_run; then
      warn "failed since run ${run##*/}, perhaps for reasons of their own: $failed"
      failed=
    fi
    # shellcheck disable=SC2086 # a list of names
    down=$(printf '%s\n' $down $failed | sort -u | paste -s -d ' ')
    if [ -n "$down" ]; then
      # shellcheck disable=SC2086 # a list of names
      systemctl --no-pager --lines=5 status $down >&2 || true
      fail "these ran before and do not now, or have failed since: $down"
    fi
  fi
  services_well "after the change"
}

# After a way back: systemd gives up on a unit that failed a few times, and the old version is not to blame.
start_services() {
  if ! systemd || ! [ -e "$keep/services" ]; then return; fi
  # Those, too, that are started by others, as by a timer.
  failed=$(failed_since)
  if [ -n "$failed" ] && of_this_run; then
    warn "failed in the meantime, see journalctl --unit=NAME; systemd is told to forget that: $failed"
    # shellcheck disable=SC2086 # a list of names
    systemctl reset-failed $failed || true
  fi
  while read -r unit; do
    if ! systemctl is-active --quiet "$unit"; then
      systemctl reset-failed "$unit" || true
      # One that does not start keeps none of the others down; services_as_before tells of it.
      systemctl start "$unit" || true
    fi
  done < "$keep/services"
}

# What in /etc is not as in the backup: $lists/differ, and $lists/added for what was not there.
compare_etc() {
  lists=$MAINT_STATE/packages/$MAINT_RUN-$MAINT_TASK
  (umask 077 && mkdir -p "$lists")
  cd "$root/" || exit
  # With a list that ends early, a rollback would remove what was there before.
  tar --list --quoting-style=literal --file "$keep/etc.tar" > "$lists/names" ||
    fail "$keep/etc.tar cannot be read to its end, so /etc is not compared with it, nor touched"
  sed 's:/$::' "$lists/names" | LC_ALL=C sort > "$lists/before"
  # That some differ is no failure of the comparison.
  tar --compare --quoting-style=literal --file "$keep/etc.tar" > "$lists/compared" 2>&1 || true
  sed -n 's/^\(tar: \)\{0,1\}\(etc\/.*\): \(Warning: Cannot .*\|[A-Z][a-z ]* differs\{0,1\}\|Not linked to .*\)$/\2/p' \
    "$lists/compared" | LC_ALL=C sort -u > "$lists/differ"
  find etc -ignore_readdir_race \( -path etc/resolv.conf -o -path etc/adjtime \) -prune -o -print > "$lists/now"
  LC_ALL=C sort "$lists/now" | LC_ALL=C comm -23 - "$lists/before" > "$lists/added"
}

# What the packages did to /etc, for a rollback that is asked for later, when others have been at work there, too.
note_etc() {
  compare_etc
  echo "etc_changed=$(LC_ALL=C sort "$lists/differ" "$lists/added" | tr '\n' '|')" >> "$MAINT_ENV"
  rm -r "$lists"
}

# Only what differs is written, file by file, as services hold the folder. What it replaces is kept in maint's state.
put_back_etc() {
  compare_etc
  if [ -n "${etc_changed+set}" ]; then
    for list in differ added; do
      printf '%s' "$etc_changed" | tr '|' '\n' | LC_ALL=C comm -12 - "$lists/$list" > "$lists/its"
      mv "$lists/its" "$lists/$list"
    done
  fi
  if [ -s "$lists/differ" ] || [ -s "$lists/added" ]; then
    replaced=$(umask 077 && mktemp "$MAINT_STATE/packages/etc-$MAINT_RUN-XXXXXX.tar")
    cat "$lists/differ" "$lists/added" | while IFS= read -r path; do
      if [ -e "$path" ] || [ -L "$path" ]; then printf '%s\n' "$path"; fi
    done | tar --create --no-recursion --verbatim-files-from --files-from=- --file "$replaced"
    say "in /etc, put back: $(tr '\n' ' ' < "$lists/differ"); removed: $(tr '\n' ' ' < "$lists/added")"
    say "what was there is kept in $replaced"
    LC_ALL=C sort -r "$lists/added" | while IFS= read -r path; do
      if [ -d "$path" ] && [ ! -L "$path" ]; then rmdir -- "$path"; else rm -f -- "$path"; fi
    done
    # With an empty list, tar would extract all.
    if [ -s "$lists/differ" ]; then
      tar --extract --same-permissions --acls --xattrs --no-recursion --verbatim-files-from \
        --files-from="$lists/differ" --file "$keep/etc.tar"
    fi
  fi
  rm -r "$lists"
}

# Exactly the versions from before: those that are not here by now are installed from what was kept, what is new goes.
go_back() {
  if [ ! -e "$keep/etc.tar" ]; then fail "the backup of this run is not complete: $keep"; fi
  # First, so that the scripts of the old versions find the configuration that they know; and last, for what they leave.
  put_back_etc
  set --
  for file in "$keep"/packages/*.deb; do
    if [ ! -e "$file" ]; then continue; fi
    # shellcheck disable=SC2016 # for dpkg-deb
    wanted=$(dpkg-deb -W --showformat '${Package}:${Architecture} ${Version} ii' "$file")
    now=$(installed)
    if ! printf '%s\n' "$now" | grep -qxF "$wanted "; then set -- "$@" "$file"; fi
  done
  if [ $# -gt 0 ]; then
    "$dpkg" --force-confdef --force-confold --force-overwrite --force-depends --force-breaks --install "$@"
  fi
  awk '$2 == "-" { print $1 }' "$keep/pending" | while read -r name; do
    # One that had been removed and left its configuration goes back to that.
    now=$(installed)
    if ! printf '%s\n' "$now" | grep -q "^$name:"; then continue; fi
    if grep -q "^${name%:*}:" "$keep/installed"; then way=--remove; else way=--purge; fi
    "$dpkg" --force-depends "$way" "$name"
  done
  # apt goes by size and second of dpkg's database, which may be those of a moment ago.
  rm -f "$cache"
  if [ -e "$keep/states" ]; then
    cp -p "$keep/states" "$states"
    # What apt has not finished writing.
    rm -f "$states".??????
  fi
  put_back_etc
  wrong=$(differing)
  if [ -n "$wrong" ]; then
    say "$wrong" >&2
    fail "the packages above (- before, + now) are not what they were. The versions from before are in" \
      "$keep/packages: dpkg --install, by hand"
  fi
  "$dpkg" --audit
}

# holes: in $open, the known vulnerabilities of what is installed that have a fix, one a line with its package, and in
# $count how many. Where debsecan cannot tell, it warns and fails.
holes() {
  codename=$(sed -n 's/^VERSION_CODENAME=//p' "$root/etc/os-release" | tr -d '"')
  if ! open=$(debsecan --suite "${codename:-GENERIC}" --only-fixed --format simple --status "$database/status" \
    ${holes_source:+--source "$holes_source"}); then
    warn "which holes are open is not known: debsecan could not get its list of them, see its message in the output." \
      "Is ${holes_source:-https://security-tracker.debian.org} within reach?"
    return 1
  fi
  open=$(printf '%s\n' "$open" | LC_ALL=C sort -u)
  count=$(printf '%s' "$open" | grep -c . || true)
}

# What still runs from before: the kernel, and services.
report_restarts() {
  if [ -n "$root" ] && ! systemd; then return; fi
  pending=0
  if [ -e "$root/run/reboot-required" ]; then
    pending=1
    warn "a reboot is pending, for: $(sort -u "$root/run/reboot-required.pkgs" 2> /dev/null | paste -s -d ' ')"
  fi
  newest=$(find "$root/boot" -maxdepth 1 -name 'vmlinuz-*' -printf '%f\n' 2> /dev/null |
    sed 's/^vmlinuz-//' | sort -V | tail -n 1)
  if [ -n "$newest" ] && [ -d "$root/lib/modules/$newest" ] && [ "$newest" != "$(uname -r)" ]; then
    pending=1
    warn "the kernel $newest is installed, and $(uname -r) runs: a reboot is pending"
  fi
  sample reboot_pending "$pending"
  if ! command -v needrestart > /dev/null; then
    summary "which services still run code from before is not known: needrestart is not installed"
    return
  fi
  if ! stale=$(needrestart -b -r l); then
    warn "which services still run code from before is not known: needrestart failed, see the output"
    return
  fi
  stale=$(printf '%s\n' "$stale" | sed -n 's/^NEEDRESTART-SVC: *//p' | paste -s -d ' ')
  sample services_restart_pending "$(say "$stale" | wc -w)"
  if [ -n "$stale" ]; then warn "these services still run code from before: systemctl restart $stale"; fi
}
