#!/bin/sh
# One would guess: Scale 100 without "Fit to page width" prints 100 mm as 100 mm; what the paper lacks is left out.
# True is: Firefox 153.8 ESR shrinks a page that is larger than the paper of the printer, also with shrink-to-fit off and scaling 1. An A4
#   page, whether a PDF or a page with @page { size: A4 }, goes to a CUPS queue whose paper is Letter at 94.1 %, in the middle, whatever
#   the scale. With A4 chosen for the same queue it goes as it is. "Save to PDF" takes the page's own paper and never shrinks.
# Why it matters here: the advice can't be "100 %" alone. The page before printing says to choose the paper first, then 100 %, and to
#   measure the test page.
set -eu
folder=$(mktemp -d)
chmod 755 "$folder"
server=
trap 'if [ "$server" ]; then kill "$server"; wait "$server" || true; fi; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq firefox-esr=153.8.0esr-1~deb12u1 cups=2.4.2-3+deb12u9 cups-daemon=2.4.2-3+deb12u9 cups-common libcups2 cups-filters \
    cups-filters-core-drivers poppler-utils libpoppler126 libpaper1 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done
for package in firefox-esr cups-daemon; do dpkg-deb -f "$package"_*.deb Package Version; done
libraries=$(dirname "$(find "$folder/root" -name 'libcups.so.2' | head -n 1)")

# A print server of our own with one printer that is set to Letter; what it is sent stays in its spool.
mkdir -p etc/ppd spool/tmp state/certs cache log
chmod -R 777 etc spool state cache log
cat >etc/cupsd.conf <<CONF
Listen $folder/socket
Browsing Off
DefaultAuthType None
PreserveJobFiles Yes
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order allow,deny
Allow all
</Limit>
</Policy>
CONF
cat >etc/cups-files.conf <<CONF
ServerRoot $folder/etc
ServerBin $folder/root/usr/lib/cups
DataDir $folder/root/usr/share/cups
RequestRoot $folder/spool
TempDir $folder/spool/tmp
StateDir $folder/state
CacheDir $folder/cache
AccessLog $folder/log/access
ErrorLog $folder/log/error
PageLog $folder/log/page
FileDevice Yes
User nobody
Group nogroup
SystemGroup root
CONF
cat >etc/printers.conf <<CONF
<DefaultPrinter Office>
DeviceURI file:///dev/null
State Idle
Accepting Yes
</DefaultPrinter>
CONF
cat >etc/ppd/Office.ppd <<'PPD'
*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "ANY.PPD"
*Manufacturer: "Any"
*Product: "(Any)"
*ModelName: "Any"
*ShortNickName: "Any"
*NickName: "Any"
*PSVersion: "(3010) 0"
*LanguageLevel: "3"
*OpenUI *PageSize: PickOne
*DefaultPageSize: Letter
*PageSize Letter: "<</PageSize[612 792]>>setpagedevice"
*PageSize A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: Letter
*PageRegion Letter: "<</PageSize[612 792]>>setpagedevice"
*PageRegion A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: Letter
*ImageableArea Letter: "12 12 600 780"
*ImageableArea A4: "12 12 583 830"
*DefaultPaperDimension: Letter
*PaperDimension Letter: "612 792"
*PaperDimension A4: "595 842"
PPD
LD_LIBRARY_PATH=$libraries root/usr/sbin/cupsd -f -c "$folder/etc/cupsd.conf" -s "$folder/etc/cups-files.conf" >/dev/null 2>&1 &
server=$!

printf '%s' '<!doctype html><title>a</title><style>@page{size:210mm 297mm;margin:0}body{margin:0}' \
    'div{position:absolute;left:20mm;top:20mm;width:100mm;border-top:2mm solid #000}</style><div></div>' >page.html
cat >print.py <<'PYTHON'
import glob
import json
import os
import socket
import subprocess
import sys
import time

folder = os.getcwd()
PRINT = """
const [more, done] = arguments;
(async () => {
  const list = Cc["@mozilla.org/gfx/printerlist;1"].createInstance(Ci.nsIPrinterList);
  const printer = (await list.printers).map((one) => one.QueryInterface(Ci.nsIPrinter)).find((one) => one.name == "Office");
  const info = (await printer.printerInfo).QueryInterface(Ci.nsIPrinterInfo);
  const settings = info.defaultSettings.QueryInterface(Ci.nsIPrintSettings);
  settings.printSilent = true;
  Object.assign(settings, more);
  await gBrowser.selectedBrowser.browsingContext.print(settings);
  done("printed");
})().catch((error) => done(String(error)));
"""


def until(find):
    for _ in range(240):
        if found := find():
            return found
        time.sleep(0.25)
    raise SystemExit("waited in vain")


def connected():
    try:
        return socket.create_connection(("127.0.0.1", 28283))
    except OSError:
        return None


def heard():
    size = b""
    while (char := line.recv(1)) != b":":
        size += char
    said = b""
    while len(said) < int(size):
        said += line.recv(int(size) - len(said))
    return json.loads(said)


def do(command, **more):
    said = json.dumps([0, 1, command, more]).encode()
    line.sendall(b"%d:%s" % (len(said), said))
    answer = heard()
    if answer[2]:
        raise SystemExit(answer[2]["message"])
    return answer[3]


def bar(**more):
    """How long the bar is in the job that comes of it, in tenths of a millimetre."""
    before = set(glob.glob("spool/d*"))
    do("Marionette:SetContext", value="chrome")
    said = do("WebDriver:ExecuteAsyncScript", script=PRINT, args=[more], newSandbox=True)["value"]
    assert said == "printed", said
    job = until(lambda: set(glob.glob("spool/d*")) - before).pop()
    time.sleep(1)
    picture = subprocess.run([sys.argv[1], "-r", "254", "-gray", "-f", "1", "-l", "1", job], capture_output=True, check=True).stdout
    _, size, _, pixels = picture.split(b"\n", 3)
    width = int(size.split()[0])
    return max(sum(value < 128 for value in pixels[n : n + width]) for n in range(0, len(pixels), width))


os.mkdir("profile")
with open("profile/user.js", "w") as settings:
    settings.write('user_pref("marionette.port", 28283);')
browser = subprocess.Popen(
    [glob.glob("root/usr/lib/firefox-esr/firefox-esr")[0], "--headless", "--marionette", "--no-remote",
     "--remote-allow-system-access", "--profile", "profile", "about:blank"],
    env=os.environ | {"CUPS_SERVER": f"{folder}/socket", "HOME": folder}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
)  # fmt: skip
try:
    line = until(connected)
    heard()
    do("WebDriver:NewSession", capabilities={})
    do("WebDriver:Navigate", url=f"file://{folder}/page.html")
    whole = {"shrinkToFit": False, "scaling": 1}
    a4 = {"paperId": "iso_a4", "paperWidth": 210, "paperHeight": 297, "paperSizeUnit": 1}
    letter, chosen = bar(**whole), bar(**whole, **a4)
finally:
    browser.terminate()
    browser.wait()
print(f"At scale 100 a bar of 100 mm is sent as {letter / 10} mm to Letter, as {chosen / 10} mm with A4 chosen.")
assert 995 <= chosen <= 1005, "the measuring itself is wrong"
raise SystemExit(not 935 <= letter <= 946)
PYTHON
python3 print.py "$(find "$folder/root" -name pdftoppm -type f)" || { echo "It keeps its size by now."; exit 1; }
echo "As described: Scale 100 is 94 where the paper is too small."
