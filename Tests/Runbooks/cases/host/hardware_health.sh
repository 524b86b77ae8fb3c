. "$TESTS/case.sh"

# A made-up host: a mirror, memory that counts its errors, sensors and a battery; and what stands in for its disks and
# for its board's controller, which say what files of the case say.
host=$PLACE/host
edac=$host/sys/devices/system/edac/mc/mc0 hwmon=$host/sys/class/hwmon/hwmon0 power=$host/sys/class/power_supply
mkdir -p "$host/proc" "$edac/dimm0" "$hwmon" "$power/AC" "$host/sys/devices/system/cpu/cpu0/thermal_throttle" "$host/dev"
raid() {
  printf 'Personalities : [raid1]\nmd0 : active raid1 sdb1[1]%s sda1[0]\n      1047552 blocks super 1.2 [2/%s] [%s]\n%s\n' "$@"
  echo 'unused devices: <none>'
}
raid '' 2 UU '' >"$host/proc/mdstat"
echo 0 >"$edac/ce_count"
echo 0 >"$edac/ue_count"
echo 0 >"$edac/dimm0/dimm_ce_count"
echo DIMM_A1 >"$edac/dimm0/dimm_label"
echo coretemp >"$hwmon/name"
echo 'Package id 0' >"$hwmon/temp1_label"
echo 45000 >"$hwmon/temp1_input"
echo 100000 >"$hwmon/temp1_crit"
echo 1 >"$hwmon/fan2_alarm"
echo 0 >"$hwmon/fan1_alarm"
echo Mains >"$power/AC/type"
echo 1 >"$power/AC/online"
echo 3 >"$host/sys/devices/system/cpu/cpu0/thermal_throttle/package_throttle_count"
cat >smartctl <<'SMARTCTL'
#!/bin/sh
case " $* " in
  *" --scan-open "*)
    echo '# a comment'
    echo '/dev/sda -d sat # /dev/sda, ATA device'
    echo '/dev/nvme0 -d nvme # /dev/nvme0, NVMe device' ;;
  *" -d sat "*) cat "$(dirname "$0")/sda"; exit "$(cat "$(dirname "$0")/sda.code")" ;;
  *" -d nvme "*) cat "$(dirname "$0")/nvme0" ;;
  *) echo 'Unable to detect device type'; exit 1 ;;
esac
SMARTCTL
printf '#!/bin/sh\ncat "$(dirname "$0")/ipmi"\n' >ipmitool
chmod 755 smartctl ipmitool
sda() { # MOVED UNREADABLE CELSIUS HEALTH
  cat >sda <<SDA
Device Model:     ST4000NM0035
Serial Number:    ZC1A2B3C
SMART overall-health self-assessment test result: $4
ID# ATTRIBUTE_NAME          FLAG     VALUE WORST THRESH TYPE      UPDATED  WHEN_FAILED RAW_VALUE
  5 Reallocated_Sector_Ct   0x0033   100   100   010    Pre-fail  Always       -       $1
194 Temperature_Celsius     0x0022   036   045   000    Old_age   Always       -       $3 (0 18 0 0 0)
197 Current_Pending_Sector  0x0012   100   100   000    Old_age   Always       -       $2
199 UDMA_CRC_Error_Count    0x003e   200   200   000    Old_age   Always       -       0
SDA
}
nvme0() { # WEAR ERRORS
  printf 'Model Number:                       SAMSUNG MZVLB512\nSerial Number:                      S1\n%s\n' \
    'SMART overall-health self-assessment test result: PASSED' >nvme0
  printf 'Temperature:                        41 Celsius\nPercentage Used:                    %s%%\n' "$1" >>nvme0
  printf 'Media and Data Integrity Errors:    %s\n' "$2" >>nvme0
}
sda 8 0 36 PASSED
echo 0 >sda.code
nvme0 3 0
printf 'Temp CPU  | 01h | ok  |  3.1 | 41 degrees C\nPS1 Status | C8h | ok  | 10.1 | Presence detected\n' >ipmi

with "root_dir=$host" "smartctl=$PLACE/smartctl" "ipmitool=$PLACE/ipmitool"
succeeds
shows '/dev/sda (ST4000NM0035 ZC1A2B3C): 36 °C, 0 unreadable sectors' '3 % of its life used' 'md0, raid1: whole, 2 of 2 disks' \
  '0 corrected and 0 uncorrected' '1 temperatures, the highest 45 °C, coretemp Package id 0' 'power AC: Mains' \
  '2 sensors of the board'
if grep -q '! ' last; then die 'a good host has warnings'; fi
samples maint_disk_celsius maint_raid_degraded maint_memory_corrected_errors maint_temperature_celsius

# What wears out, against the last time.
sda 12 2 60 PASSED
nvme0 85 1
raid '' 1 U_ '      [==>..]  recovery = 12.6% (1/8) finish=1.0min' >"$host/proc/mdstat"
echo 4 >"$edac/ce_count"
echo 4 >"$edac/dimm0/dimm_ce_count"
echo 96000 >"$hwmon/temp1_input"
echo 1 >"$hwmon/fan1_alarm"
echo 0 >"$power/AC/online"
echo 9 >"$host/sys/devices/system/cpu/cpu0/thermal_throttle/package_throttle_count"
echo 'Drive 3 | 83h | ok  | 26.1 | Drive Present, Predictive Failure' >>ipmi
succeeds
shows 'disk ZC1A2B3C: moved sectors: 4 more since the last time, 12 in all' 'has 2 sectors that it cannot read' \
  'has 60 °C: above 55' 'has used 85 % of its life' 'disk S1: uncorrected errors: 1 more' 'md0 is being rebuilt' \
  '4 memory errors were corrected: DIMM_A1 (dimm0 of mc0)' 'has 96 °C, critical at 100' 'coretemp fan1_alarm is on' \
  'power AC has no mains' 'slowed down by heat 6 times' 'Drive 3: Drive Present, Predictive Failure'
if grep -q 'fan2_alarm is on' last; then die 'an alarm that was there before is told'; fi

# What must be seen to now; what was compared with stays.
cp "$MAINT_STATE/reviews/runbook:$NAME/last" before
sda 12 2 36 'FAILED!'
echo 8 >sda.code
raid '' 1 U_ '' >"$host/proc/mdstat"
echo 1 >"$edac/ue_count"
echo 100000 >"$hwmon/temp1_input"
echo 'PS2 Status | C9h | cr  | 10.2 | Presence detected, Failure detected' >>ipmi
ends_with 1
shows '/dev/sda (ST4000NM0035 ZC1A2B3C) says that it is failing' 'md0 is degraded (raid1, 1 of 2 disks)' \
  '1 memory errors could not be corrected' 'has 100 °C, critical at 100' 'PS2 Status: Presence detected, Failure' \
  '4 checks failed: disks raid memory sensors'
expect cmp before "$MAINT_STATE/reviews/runbook:$NAME/last"

# A disk that cannot be asked is told, and is no fault by itself; neither is a host without any of it.
raid '' 2 UU '' >"$host/proc/mdstat"
echo 0 >"$edac/ue_count"
echo 45000 >"$hwmon/temp1_input"
echo >ipmi
with "root_dir=$host" "smartctl=$PLACE/smartctl" "ipmitool=$PLACE/ipmitool" disks=/dev/sdz
succeeds
shows '/dev/sdz could not be asked: Unable to detect device type'
with "root_dir=$host" smartctl=not-installed
succeeds
shows 'install smartmontools'
mkdir empty
with "root_dir=$PLACE/empty" smartctl=not-installed
succeeds
shows skipped 'this host has hardware that can be asked'
