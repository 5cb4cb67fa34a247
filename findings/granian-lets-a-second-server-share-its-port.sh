#!/bin/sh
# One would guess: a server that is started on a port where another one listens says "Address already in use" and ends, as nearly all do.
# True is: granian 2.8.7 binds with SO_REUSEPORT, and so does the next granian of the same user: it starts, says that it listens, and Linux
#   deals out visitors between the two, each connection by its own hash. Neither says a word.
# Why it matters here: an evening's site that is started twice by mistake, the new version beside the old one or the rehearsal beside the
#   real one, takes each guest's yes into one of two databases. So before it starts, ours asks whether anybody listens there, and ends.
set -eu
folder=$(mktemp -d)
servers=
trap 'for one in $servers; do kill "$one" 2>/dev/null || true; wait "$one" 2>/dev/null || true; done; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check granian==2.8.7 2>/dev/null
cat >evening.py <<'PY'
import os


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [os.environ["EVENING"].encode()]
PY
port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
for name in rehearsal evening; do
    EVENING=$name env/bin/granian --interface wsgi --host 127.0.0.1 --port "$port" evening:app >"$name.log" 2>&1 &
    servers="$servers $!"
    python3 - "$port" "$name.log" <<'PY'
import sys
import time

for _ in range(120):
    if "Started worker" in open(sys.argv[2]).read():
        raise SystemExit
    time.sleep(0.25)
raise SystemExit(open(sys.argv[2]).read())
PY
done
env/bin/granian --version
python3 - "$port" <<'PY'
import collections
import sys
import urllib.request

said = collections.Counter(
    urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/", timeout=30).read().decode() for _ in range(100)
)
print("Two servers on one port; who answered a hundred visitors:", dict(sorted(said.items())))
assert min(said["rehearsal"], said["evening"]) > 10, "they don't share the port any more"
PY
for one in $servers; do kill -0 "$one"; done
if grep -hiE "in use|already|\[error\]" rehearsal.log evening.log; then
    echo "One of them says so by now."
    exit 1
fi
echo "As described: both run, and neither says that the port was taken."
