#!/bin/sh
# One would guess: a link to a field, as a list of mistakes above a form has it, focuses the field, whatever its type.
# True is: Firefox 153.8 ESR scrolls there, but leaves the focus on the page where the field is for a time, a date or both; the next key
#   goes nowhere. Fields for text, numbers, addresses, colours and boxes are focused.
# Why it matters here: "Give a time" leads to the field, and whoever types right away, or listens to a screen reader, is still in the
#   list. So a script of ours focuses what such a link leads to.
set -eu
folder=$(mktemp -d)
firefox=
trap 'if [ "$firefox" ]; then kill "$firefox" 2>/dev/null || true; wait "$firefox" 2>/dev/null || true; fi; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq firefox-esr=153.8.0esr-1~deb12u1 2>/dev/null
dpkg -x firefox-esr_*.deb root
python3 -m venv env
env/bin/pip install -q marionette_driver==3.7.1 2>/dev/null
for kind in text number email color range checkbox time date datetime-local; do
    printf '<!doctype html><html lang="en"><title>%s</title><a id="there" href="#field">Mend it</a><p><input id="field" type="%s">' \
        "$kind" "$kind" >"$kind.html"
done
mkdir profile
root/usr/lib/firefox-esr/firefox-esr --marionette --headless --no-remote --profile "$folder/profile" >/dev/null 2>&1 &
firefox=$!
env/bin/python - "$folder" <<'END'
import pathlib
import sys
import time

from marionette_driver.by import By
from marionette_driver.marionette import Marionette

folder, seen = pathlib.Path(sys.argv[1]), {}
client = Marionette(host="127.0.0.1", port=2828, bin=None)
client.raise_for_port(timeout=60)
client.start_session()
print("Firefox", client.session_capabilities["browserVersion"])
for page in sorted(folder.glob("*.html")):
    with client.using_context("content"):
        client.navigate(page.as_uri())
        client.find_element(By.ID, "there").click()
        time.sleep(0.3)
        seen[page.stem] = client.execute_script("return document.activeElement.id || 'nothing'")
    print(f"{page.stem:16}{seen[page.stem]}")
client.delete_session()
left = {kind for kind, focused in seen.items() if focused != "field"}
sys.exit(left != {"time", "date", "datetime-local"})
END
