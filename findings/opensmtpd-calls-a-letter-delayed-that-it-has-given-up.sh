#!/bin/sh
# One would guess: Action says what became of a letter (RFC 3464, 2.3.3): "failed" when the server has given up, "delayed" while it goes on
#   trying. So whoever counts bounces may leave out what is delayed.
# True is: OpenSMTPD 6.8.0p2 (Debian 12) sends one notice when a letter's time in the queue is over, and it says "delayed", in the subject
#   and as Action, with Status 4.4.7 and "kept in the queue for up to 7 days". The letter is gone from the queue by then, and nothing
#   follows. Only "Envelope expired" in the text for people tells. (Mended in later versions.)
# Why it matters here: whoever waits for the notice that ends the delay waits for ever. A letter that was given up only for time marks no
#   address here, whichever word the server has for it; and that the server still tries can't be told from the word "delayed".
# As root, since the server changes users; it sees files and users of its own, and the machine's stay as they are.
set -eu
if [ -z "${1:-}" ]; then
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    unshare --mount sh "$0" "$folder"
    exit
fi
cd "$1"
chmod 755 .
apt-get download -qq opensmtpd=6.8.0p2-4+b4 libevent-2.1-7 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done
for kind in passwd group; do cp "/etc/$kind" "$kind"; done
for user in opensmtpd:64101 opensmtpq:64102; do
    echo "${user%:*}:x:${user#*:}:${user#*:}::/var/lib/opensmtpd/empty:/bin/false" >>passwd
    echo "${user%:*}:x:${user#*:}:" >>group
done
for kind in passwd group; do mount --bind "$kind" "/etc/$kind"; done
for kept in /var/spool /var/lib /run; do mount -t tmpfs -o mode=755 none "$kept"; done
mkdir -p -m 711 /var/lib/opensmtpd/empty /var/spool/smtpd
cat >next.py <<'PY'
"""A server that has no time for mail.example, and takes what goes to anybody else."""
import socketserver
from pathlib import Path


class Next(socketserver.StreamRequestHandler):
    def say(self, *lines):
        self.wfile.write("".join(line + "\r\n" for line in lines).encode())

    def handle(self):
        self.say("220 next.example ESMTP")
        for line in self.rfile:
            word = line.decode().split()[0].upper()
            if word == "EHLO":
                self.say("250-next.example", "250 ENHANCEDSTATUSCODES")
            elif word == "RCPT" and b"@mail.example" in line:
                self.say("451 4.3.0 Come back later")
            elif word == "DATA":
                self.say("354 Go ahead")
                lines = b"".join(iter(self.rfile.readline, b".\r\n"))
                Path("notice.new").write_bytes(lines.replace(b"\r\n", b"\n"))
                Path("notice.new").rename("notice")
                self.say("250 2.0.0 Taken")
            elif word == "QUIT":
                self.say("221 2.0.0 Bye")
                return
            else:
                self.say("250 2.0.0 Fine")


with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Next) as server:
    Path("port").write_text(str(server.server_address[1]))
    server.serve_forever()
PY
python3 next.py &
next=$!
trap 'kill $next ${server:-}' EXIT
for _ in 1 2 3 4 5; do [ -s port ] || sleep 1; done
mine=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >smtpd.conf <<CONF
queue ttl 3s
listen on 127.0.0.1 port $mine hostname relay.tables.example
action "out" relay host smtp://127.0.0.1:$(cat port) helo relay.tables.example
match from any for any action "out"
CONF
root/usr/sbin/smtpd -d -f "$PWD/smtpd.conf" >log 2>&1 &
server=$!
python3 - "$mine" <<'PY'
import smtplib
import sys
import time

letter = "From: t@tables.example\r\nTo: aiko@mail.example\r\nSubject: Your place\r\nMessage-ID: <1@tables.example>\r\n\r\nSee you.\r\n"
for _ in range(50):
    try:
        with smtplib.SMTP("127.0.0.1", int(sys.argv[1])) as server:
            server.sendmail("bounces@tables.example", ["aiko@mail.example"], letter)
        break
    except ConnectionRefusedError:
        time.sleep(0.2)
PY
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do [ -s notice ] || sleep 1; done
sleep 1
dpkg-deb -f opensmtpd_*.deb Package Version
grep -o 'result="TempFail".*\|relay: Expire.*' log
grep -E '^(Subject: Delivery|Action|Status|aiko@|  *(A message is|The message is kept))' notice | tee seen
echo "letters left in the queue: $(find /var/spool/smtpd/queue -type f | grep -c .)" | tee -a seen
grep -qx "aiko@mail.example: Envelope expired" seen
grep -qx "letters left in the queue: 0" seen
grep -qx "Status: 4.4.7" seen
grep -qx "Action: delayed" seen || { echo "It says by now that it has given up."; exit 1; }
echo "As described: the last word about a letter that won't come is that it is delayed."
