# Words of the group nginx; sourced after case.sh.
#
#   with_systemctl FILE       for what follows, systemctl is this script, where maint runs and nowhere else

systemctl=''
with_systemctl() { systemctl=$1; }

maint_with() {
  verb=$1 arguments=
  for parameter in $parameters; do arguments="$arguments --with $parameter"; done
  # shellcheck disable=SC2086 # a list of words
  set -- "$MAINT" "$verb" "runbook:$NAME" $arguments ${text_name:+--with "$text_name=$text_value"}
  if [ -z "$systemctl" ]; then "$@"; else
    # shellcheck disable=SC2016 # for the inner shell
    unshare -m sh -euc 'mount --bind "$0" "$(realpath "$(command -v systemctl)")"; exec "$@"' "$systemctl" "$@"
  fi
}
