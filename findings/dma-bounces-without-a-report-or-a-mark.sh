#!/bin/sh
# One would guess: a mail server of today bounces with a report for programs (multipart/report, RFC 3464) and marks it (Auto-Submitted,
#   RFC 3834), so a program knows a bounce by either.
# True is: dma 0.13 (Debian 12; what small machines send with) writes plain text without a MIME line: a sentence, the server's words and
#   the letter's header fields. No Auto-Submitted, no Status; "From: MAILER-DAEMON <>" has an address that can't be answered. Each
#   recipient gets a bounce of its own.
# Why it matters here: looked at as a report it is none, and as a mail it is one that somebody wrote by hand: it would come to the
#   organizer as a guest's words. So the empty sender and the name MAILER-DAEMON count as well, and its sentence is read.
# As root, since the program wants its own folder of mail; it sees files of its own, and the machine's stay as they are.
set -eu
if [ -z "${1:-}" ]; then
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    unshare --mount sh "$0" "$folder"
    exit
fi
cd "$1"
chmod 755 .
apt-get download -qq dma=0.13-1+b1 2>/dev/null
dpkg -x dma_*.deb root
cat >next.py <<'PY'
"""A server that knows nobody at mail.example, and takes what goes to anybody else."""
import socketserver
from itertools import count
from pathlib import Path

numbers = count(1)


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
                self.say("550 5.1.1 No such mailbox")
            elif word == "DATA":
                self.say("354 Go ahead")
                number, lines = next(numbers), b"".join(iter(self.rfile.readline, b".\r\n"))
                Path(f"new{number}").write_bytes(lines.replace(b"\r\n", b"\n"))
                Path(f"new{number}").rename(f"bounce{number}")
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
trap 'kill $next' EXIT
for _ in 1 2 3 4 5; do [ -s port ] || sleep 1; done
cp -a /etc etc
mkdir -p etc/dma
printf '%s\n' "SMARTHOST 127.0.0.1" "PORT $(cat port)" "MAILNAME relay.tables.example" >etc/dma/dma.conf
mount --bind etc /etc
mount -t tmpfs -o mode=755 none /var/spool
mkdir -m 2775 /var/spool/dma
chgrp mail /var/spool/dma
printf '%s\n' "From: t@tables.example" "To: aiko@mail.example, maren@mail.example" "Subject: Your place" \
    "Message-ID: <1@tables.example>" "Auto-Submitted: auto-generated" "" "See you." |
    root/usr/sbin/dma -f bounces@tables.example aiko@mail.example maren@mail.example
for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s bounce2 ] || sleep 1; done
dpkg-deb -f dma_*.deb Package Version
cat bounce1
for bounce in bounce1 bounce2; do
    sed '/^$/q' "$bounce" >head
    grep -qx "From: MAILER-DAEMON <>" head
    grep -qx "550 5.1.1 No such mailbox" "$bounce"
    ! grep -Eiq '^(Auto-Submitted|MIME-Version|Content-Type):' head || { echo "It marks its bounces by now."; exit 1; }
    ! grep -Eiq '^(Action|Status):' "$bounce" || { echo "It writes a report by now."; exit 1; }
done
[ "$(cat bounce* | grep -c 'There was an error delivering your mail to <.*@mail.example>\.$')" = 2 ]
echo "As described: a bounce that nothing marks as one, for each recipient."
