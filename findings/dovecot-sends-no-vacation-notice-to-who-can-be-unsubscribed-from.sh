#!/bin/sh
# One would guess: a letter to one guest by name is answered by their vacation notice, unless it says that a program wrote it; and
#   X-Auto-Response-Suppress: AutoReply asks for exactly that silence.
# True is: for Pigeonhole 0.5.19 (Dovecot 2.3.19, Debian 12) a List-Unsubscribe line alone, as large mailbox providers want it, makes the
#   guest a mailing list's recipient, who gives no notice. "AutoReply" silences nothing; "OOF", "All" and Auto-Submitted do. Nothing
#   but the server's log tells of it.
# Why it matters here: from guests with such a mailbox an organizer never hears that they are away, and a test with one shows no notices
#   at all, though other programs do send theirs. So letters ask for silence with OOF and Auto-Submitted as well, and what comes in is
#   known by its own marks.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
chmod 755 "$folder"
apt-get download -qq dovecot-sieve=1:2.3.19.1+dfsg1-2.1+deb12u7 dovecot-core=1:2.3.19.1+dfsg1-2.1+deb12u7 libssl3 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done
mkdir own
cat >own/away.sieve <<'SIEVE'
require ["vacation"];
vacation :days 1 :addresses ["aiko@mail.example"] "I am away until Monday.";
SIEVE
[ "$(id -u)" != 0 ] || chown -R nobody own
# The settings as doveconf would hand them on, since the program looks for doveconf in one place only.
export DOVECONF_ENV=1 MAIL_LOCATION="maildir:$folder/own/mail" MAIL_UID=65534 MAIL_GID=65534 FIRST_VALID_UID=1
LD_LIBRARY_PATH=$(find "$folder/root/usr/lib" -name 'libdovecot*.so.0' -printf '%h\n' | sort -u | paste -sd :)
export LD_LIBRARY_PATH
notice() {
    printf '%s\n' "From: Tables <t@tables.example>" "To: Aiko Sato <aiko@mail.example>" "Subject: Your place" \
        "Date: Thu, 19 Nov 2026 10:00:00 +0000" "Message-ID: <1@tables.example>" "$1" "" "See you on Thursday." >letter
    root/usr/bin/sieve-test -e -f t@tables.example -r aiko@mail.example own/away.sieve letter >said 2>&1
    word=$(sed -n 's/.*vacation action: \(sent\|discarding\) .*/\1/p' said | head -n 1)
    printf '%-10s  %s\n' "$word" "$1" | tee -a seen
}
dpkg-deb -f dovecot-sieve_*.deb Package Version
notice "X-Mailer: tables"
notice "X-Auto-Response-Suppress: AutoReply"
notice "X-Auto-Response-Suppress: OOF"
notice "Auto-Submitted: auto-generated"
notice "List-Unsubscribe: <https://tables.example/unsubscribe/1>"
[ "$(cut -d ' ' -f 1 seen | paste -sd ' ')" = "sent sent discarding discarding discarding" ] || { echo "Another one by now."; exit 1; }
echo "As described: a way to unsubscribe is enough to get no notice."
