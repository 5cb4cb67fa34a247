#!/bin/sh
# One would guess: UID SEARCH UID 7:* gives the mails from the seventh UID to the last, as the standard's own grammar has it (RFC 3501, 9:
#   sequence-set; "*" is the largest UID in use). It is how one asks for what has come since the last look.
# True is: GNU imap4d 3.15 answers with no mail at all and says OK, whatever stands before ":*". It takes the star in a search by number
#   (UID SEARCH 1:*) and in UID FETCH 1:*, and a number in its place (UID SEARCH UID 1:4294967295) finds all.
# Why it matters here: a mailbox read in that way looks empty for good, and no error tells anybody that answers wait in it. So the search
#   for new mail ends with the largest number that a UID can have instead of a star.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq mailutils-imap4d=1:3.15-4 libmailutils9=1:3.15-4 libgsasl18 libntlm0 libwrap0 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done
libraries=$(dirname "$(find root -name 'libmailutils.so.9' | head -n 1)")
mkdir box
cat >conf <<CONF
logging { syslog no; };
mailbox { mailbox-pattern "mbox:$folder/box/\${user}"; };
CONF
for name in Aiko Maren; do
    printf '%s\n' "From $name@mail.example Thu Nov 19 10:00:00 2026" "From: $name <$name@mail.example>" "To: t@tables.example" \
        "Subject: Yes" "Date: Thu, 19 Nov 2026 10:00:00 +0000" "Message-ID: <$name@mail.example>" "" "See you." ""
done >"box/$(id -un)"
printf '%s\r\n' "a SELECT INBOX" "b UID SEARCH UID 1:*" "c UID SEARCH UID 2:*" "d UID SEARCH 1:*" "e UID SEARCH UID 1:4294967295" \
    "f UID FETCH 1:* (UID)" "g LOGOUT" |
    LD_LIBRARY_PATH="$libraries" root/usr/sbin/imap4d --no-site-config --config-file=conf --preauth --inetd 2>/dev/null |
    tr -d '\r' >said
dpkg-deb -f mailutils-imap4d_*.deb Package Version
cat said
said_before() { grep -B "${2:-1}" "^$1 OK" said | head -n "${2:-1}"; }
[ "$(said_before d)" = "* SEARCH 1 2" ]
[ "$(said_before e)" = "* SEARCH 1 2" ]
[ "$(said_before f 2 | grep -c '^\* [12] FETCH (UID [12])$')" = 2 ]
for asked in b c; do
    [ "$(said_before "$asked" | sed 's/ *$//')" = "* SEARCH" ] || { echo "It finds mails up to the star by now."; exit 1; }
done
echo "As described: from a UID to the last there is nothing, and OK is said to it."
