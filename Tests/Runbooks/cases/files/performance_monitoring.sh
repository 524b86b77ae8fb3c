. "$TESTS/case.sh"

with sample_seconds=1 top=0
succeeds
shows 'not judged' 'as yet with fewer than 10 earlier samples'
"$MAINT" sample list >names
expect grep -q memory names

# Whatever this host does now: with a sample behind it, each figure is judged, and none fails the task.
with sample_seconds=1 top=3 min_samples=1
succeeds
shows 'usual within'
