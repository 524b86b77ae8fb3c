# Words of the group nginx; sourced after case.sh.
#
#   with_text NAME TEXT       a parameter whose value has spaces, for what follows; further ones replace it

text_name='' text_value=''
with_text() { text_name=$1 text_value=$2; }

maint_with() {
  verb=$1 arguments=
  for parameter in $parameters; do arguments="$arguments --with $parameter"; done
  # shellcheck disable=SC2086 # a list of words
  "$MAINT" "$verb" "runbook:$NAME" $arguments ${text_name:+--with "$text_name=$text_value"}
}
