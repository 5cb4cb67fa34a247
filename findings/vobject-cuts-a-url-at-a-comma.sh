#!/bin/sh
# One would guess: the URL of a vCard is a single address (RFC 2426, 3.6.8: a single uri value), so a comma in it is a sign like any other,
#   and a reader gives the whole address.
# True is: vobject 0.9.9 (khard reads with it) takes the comma for the end of the value and gives what stands
#   before it. The rest is lost for good once the card is written again. A semicolon it reads right, and so it does %2C.
# Why it matters here: a guest's own page may have a comma in its address, and whoever they met would be sent to another page. So an
#   address is written with %2C and %3B, which any server takes for the same; a backslash before the comma, which vobject reads too,
#   would be part of the address for a reader that keeps to the RFC.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check vobject==0.9.9 python-dateutil==2.9.0.post0 six==1.17.0 \
  pytz==2025.2 2>/dev/null
cat >"$folder/look.py" <<'PY'
from importlib.metadata import version

import vobject


def read(url):
    lines = ("BEGIN:VCARD", "VERSION:3.0", "N:Mensah;Kofi;;;", "FN:Kofi Mensah", f"URL:{url}", "END:VCARD", "")
    return vobject.readOne("\r\n".join(lines))


print("vobject", version("vobject"))
for url in ("https://h.example/?x=1,2", "https://h.example/?x=1;2", "https://h.example/?x=1%2C2%3B3"):
    print(f"  {url} is read as {read(url).url.value}")
card = read("https://h.example/?x=1,2")
assert card.url.value == "https://h.example/?x=1", "it reads the whole address by now"
assert "URL:https://h.example/?x=1\r\n" in card.serialize()
for whole in ("https://h.example/?x=1;2", "https://h.example/?x=1%2C2%3B3"):
    assert read(whole).url.value == whole
PY
"$folder/venv/bin/python" "$folder/look.py"
echo "As described: the address ends at its comma; written as %2C it is whole."
