#!/bin/sh
# One would guess: a site `http://` in a Caddyfile answers whatever comes without https, as its name says, since the more that is written
#   down the less is done by itself; Caddy's own redirect is for those who wrote nothing.
# True is: Caddy 2.6.2 gives each host that has a site with https a redirect of its own, and that comes first. The site for all of http gets
#   other hosts alone, and nothing says so; `caddy validate` finds the file valid. Only `auto_https disable_redirects` lets it answer.
# Why it matters here: a check-in program that is set up with http:// sends its token openly with each request, is led on by 308 each time, and
#   works, so nobody ever notices. Our Caddyfile refuses these requests with a reason, and did nothing until the redirects were off.
set -eu
folder=$(mktemp -d)
server=
trap 'if [ "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq caddy=2.6.2-5 2>/dev/null
dpkg -x caddy_*.deb root
root/usr/bin/caddy version
export HOME="$folder"

asked() { # what an unencrypted request for this host gets, with one more line in the options
    port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
    cat >Caddyfile <<CADDY
{
	admin off
	skip_install_trust
	http_port $port
	https_port 0
	$2
}
http:// {
	respond "Only by https" 403
}
https://tables.localhost {
	tls internal
	respond "Welcome"
}
CADDY
    sed -i "s/https_port 0/https_port $(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')/" Caddyfile
    root/usr/bin/caddy validate --config Caddyfile --adapter caddyfile >/dev/null 2>&1
    root/usr/bin/caddy run --config Caddyfile --adapter caddyfile >log 2>&1 &
    server=$!
    python3 - "$port" "$1" <<'PY'
import http.client
import sys
import time

for _ in range(120):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=30)
        connection.request("GET", "/api/v1/events", headers={"Host": sys.argv[2], "Authorization": "Bearer secret"})
        print(connection.getresponse().status)
        break
    except ConnectionRefusedError:
        time.sleep(0.25)
PY
    kill "$server"
    wait "$server" 2>/dev/null || true
    server=
}

ours=$(asked tables.localhost "")
other=$(asked other.localhost "")
off=$(asked tables.localhost "auto_https disable_redirects")
echo "By http://, for a host with a site: $ours; for any other: $other; for the first with redirects off: $off"
[ "$ours $other $off" = "308 403 403" ] || { echo "The site for all of http answers by now."; exit 1; }
echo "As described: the redirect comes before the site that was written."
