#!/bin/sh
# One would guess: whether a filter minds the hidden preview line of a letter depends on how it is hidden. What was clean in one letter is
#   clean in the next one of the same layout.
# True is: SpamAssassin 4.0.1, with its own rules and no network, gives 1.0 point (STY_INVIS_DIRECT) for display:none on an element where
#   the letter is all ASCII; one ’ in a word takes the point away. Type of one pixel costs 2.0 (FONT_INVIS_DIRECT and FONT_INVIS_MSGID)
#   with or without it, but nothing from a host that is called mail.
# Why it matters here: letters in English are clean or not by an apostrophe, and a test from one's own mail server shows nothing. So the
#   preview is hidden by its height, and the suite hands every kind of letter to SpamAssassin as from a host of another name.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
# All that it needs of Perl, as Debian has it.
needs=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances \
    spamassassin | grep -E '^lib.*-perl$' | sort -u)
there=$(apt-cache policy $needs | awk '/^lib/ { name = $1 } /Candidate/ && $2 != "(none)" { sub(":", "", name); print name }')
apt-get download -qq spamassassin=4.0.1-1~deb12u1 $there 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done
cat >look.py <<'PY'
import re
import subprocess
import sys
from email.message import EmailMessage
from email.utils import formatdate

root = sys.argv[1]
HIDDEN = {"display": "display: none;", "height": "max-height: 0;overflow: hidden;", "tiny": "display: none;font-size: 1px;"}


def letter(host, words, hidden):
    message = EmailMessage()
    message["Return-Path"] = "<t@tables.example>"
    message["Received"] = f"from {host} ({host} [192.0.32.8]) by in.mail.example (Postfix) with ESMTP id 4X; {formatdate()}"
    message["From"], message["To"] = "Tables <t@tables.example>", "Aiko Sato <aiko@mail.example>"
    message["Subject"], message["Date"] = "Your place", formatdate()
    message["Message-ID"] = "<0123456789abcdef01234567@tables.example>"
    message.set_content(words, cte="base64")
    page = f'<html><body><div style="{HIDDEN[hidden]}">See you on Thursday.</div><p>{words}</p></body></html>'
    message.add_alternative(page, subtype="html", cte="base64")
    return message.as_bytes()


def rules(host, words, hidden):
    words = words * 8
    paths = ["--configpath", f"{root}/usr/share/spamassassin", "--siteconfigpath", f"{root}/etc/spamassassin"]
    done = subprocess.run(
        ["perl", "-T", *(f"-I{path}" for path in sys.argv[2:]), f"{root}/usr/bin/spamassassin", "--local", *paths],
        input=letter(host, words, hidden), capture_output=True, check=True,
    )
    head = re.sub(r"\s+", " ", done.stdout.decode().partition("\n\n")[0])
    points, names = re.search(r"score=([\d.-]+) .*?tests=(.*?) autolearn", head).groups()
    version = re.search(r"SpamAssassin (\S+)", head)[1]
    found = sorted(name for name in names.replace(" ", "").split(",") if "INVIS" in name)
    print(version, f"{host:22} {hidden:8}", "with ’ " if "’" in words else "ASCII  ", points, *found)
    return found


plain, curly = "You are in, and we keep a place for you. ", "You’re in, and we keep a place for you. "
ours, mail = "app.tables.example", "mail.tables.example"
assert rules(ours, plain, "display") == ["STY_INVIS_DIRECT"], "it minds display:none no more"
assert rules(ours, curly, "display") == [], "it minds display:none also beside a ’"
assert rules(ours, plain, "height") == [], "it minds what has no height"
tiny = {"FONT_INVIS_DIRECT", "FONT_INVIS_MSGID"}
assert tiny <= set(rules(ours, curly, "tiny")), "it minds tiny type no more"
assert not tiny & set(rules(mail, curly, "tiny")), "it minds tiny type also from a host called mail"
PY
version=$(perl -MConfig -e 'print join ".", (split /\./, $Config{version})[0, 1]')
perl5=$(find "$folder/root/usr/lib" -path "*/perl5/$version" | head -n 1)
HOME="$folder" python3 look.py "$folder/root" "$folder/root/usr/share/perl5" "$perl5"
echo "As described: the same hidden line costs a point or none by what stands around it."
