#!/bin/sh
# One would guess: what a UID stands for stays what it is, byte for byte and in its size (RFC 3501, 2.3.1.1), so a hash of BODY[] knows a
#   mail that one has read before.
# True is: GNU imap4d 3.15 keeps its books in the mbox file, as X-IMAPbase, X-UID and Status lines in the mails, and shows them to clients.
#   In the next session the same UID of the same UIDVALIDITY has another RFC822.SIZE and other bytes, and after it was flagged as seen
#   others again.
# Why it matters here: an answer that is looked at once more after a break would count as a new one. So the hash by which a mail is known
#   leaves these lines out.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq mailutils-imap4d=1:3.15-4 libmailutils9=1:3.15-4 libgsasl18 libntlm0 libwrap0 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done
LD_LIBRARY_PATH=$(dirname "$(find "$folder/root" -name 'libmailutils.so.9' | head -n 1)")
export LD_LIBRARY_PATH
mkdir box
cat >conf <<CONF
logging { syslog no; };
mailbox { mailbox-pattern "mbox:$folder/box/\${user}"; };
CONF
printf '%s\n' "From aiko@mail.example Thu Nov 19 10:00:00 2026" "From: Aiko <aiko@mail.example>" "To: t@tables.example" \
    "Subject: Yes" "Date: Thu, 19 Nov 2026 10:00:00 +0000" "Message-ID: <1@mail.example>" "" "See you." "" >"box/$(id -un)"
session() {
    printf '%s\r\n' "a SELECT INBOX" "b UID FETCH 1 (RFC822.SIZE BODY.PEEK[])" "$1" "z LOGOUT" |
        root/usr/sbin/imap4d --no-site-config --config-file=conf --preauth --inetd 2>/dev/null | tr -d '\r'
}
dpkg-deb -f mailutils-imap4d_*.deb Package Version
session "c NOOP" >first
session "c UID STORE 1 +FLAGS.SILENT (\\Seen)" >second
session "c NOOP" >third
for said in first second third; do
    echo "$said session:"
    sed -n 's/^\* OK \(\[UIDVALIDITY [0-9]*\]\).*/  \1/p' "$said"
    sed -n '/^\* 1 FETCH (.*BODY\[\]/,/^)$/p' "$said" | tee "$said.mail" | sed 's/^/  /'
done
[ "$(grep -ho 'UIDVALIDITY [0-9]*' first second third | sort -u | grep -c .)" = 1 ]
for said in first second third; do [ "$(grep -c '^\* 1 FETCH (UID 1 ' "$said.mail")" = 1 ]; done
books="^X-IMAPbase: \|^X-UID: \|^Status: \|FETCH"
for said in first second third; do grep -v "$books" "$said.mail" >"$said.rest"; done
cmp first.rest second.rest
cmp second.rest third.rest
[ "$(cat first.mail second.mail third.mail | grep -c "^X-UID: 1$")" = 2 ] || { echo "It keeps its books to itself by now."; exit 1; }
if cmp -s second.mail third.mail; then echo "The flag changes nothing by now."; exit 1; fi
echo "As described: one mailbox, one UID, another mail from one session to the next."
