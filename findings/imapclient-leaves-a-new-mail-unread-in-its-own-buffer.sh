#!/bin/sh
# One would guess: whoever waits with IMAPClient's idle_check is told of a new mail as soon as the server has said so. Into how many pieces
#   the network cuts the server's words makes no difference.
# True is: IMAPClient 4.1.0 waits at the socket and doesn't look at what it has read already. Where "* 4 EXISTS" comes in one piece with
#   "+ idling", as it does when a mail came between two IDLEs, idle() takes both out of the socket, and idle_check says nothing until more
#   is sent. The same line a moment later is told at once.
# Why it matters here: an answer that comes in that moment would wait for the next mail or the end of the IDLE, with most programs nearly
#   half an hour. So what was read together with the leave to idle is looked at before anything is waited for.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check IMAPClient==4.1.0 2>/dev/null
cat >"$folder/look.py" <<'PY'
import socketserver
import threading
import time
from importlib.metadata import version

from imapclient import IMAPClient

PAUSE = 1.0


class Server(socketserver.StreamRequestHandler):
    """As much IMAP as one client needs that logs in, selects the inbox and idles."""

    def say(self, *lines):
        self.request.sendall("".join(line + "\r\n" for line in lines).encode())

    def handle(self):
        self.say("* OK [CAPABILITY IMAP4rev1 IDLE] ready")
        for line in self.rfile:
            tag, command = line.decode().upper().split()[:2]
            if command == "CAPABILITY":
                self.say("* CAPABILITY IMAP4rev1 IDLE")
            if command == "SELECT":
                self.say("* FLAGS (\\Seen)", "* 3 EXISTS", "* 0 RECENT", "* OK [UIDVALIDITY 1] valid", "* OK [UIDNEXT 4] next")
            if command == "IDLE":
                self.idle()
            if command == "LOGOUT":
                self.say("* BYE see you")
            self.say(f"{tag} OK done")

    def idle(self):
        if self.server.in_one_piece:
            self.say("+ idling", "* 4 EXISTS")
        else:
            self.say("+ idling")
            time.sleep(PAUSE)
            self.say("* 4 EXISTS")
        self.rfile.readline()  # DONE


def told(in_one_piece):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server) as server:
        server.in_one_piece = in_one_piece
        threading.Thread(target=server.serve_forever, daemon=True).start()
        client = IMAPClient("127.0.0.1", port=server.server_address[1], ssl=False, use_uid=True)
        client.login("rsvp", "secret")
        client.select_folder("INBOX")
        client.idle()
        waiting = client.idle_check(timeout=4 * PAUSE)
        later = client.idle_done()[1]
        client.logout()
        server.shutdown()
    print("in one piece:" if in_one_piece else "in two pieces:", "idle_check", waiting, "idle_done", later)
    return waiting, later


print("IMAPClient", version("IMAPClient"))
assert told(in_one_piece=False)[0] == [(4, b"EXISTS")]
waiting, later = told(in_one_piece=True)
assert waiting == [], "it looks into its buffer by now"
assert later == [(4, b"EXISTS")]
PY
"$folder/venv/bin/python" "$folder/look.py"
echo "As described: what came together with the leave to idle is told only when idling ends."
