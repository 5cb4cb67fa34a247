#!/bin/sh
# One would guess: a PDF that says /ViewerPreferences /PrintScaling /None is printed at its own size, or the printing system says that it
#   doesn't fit. At least "no scaling" and "fit to page" differ, and a sheet on its own paper stays as it is.
# True is: pdftopdf of cups-filters 1.28.17 never looks at the preference. An A4 page on a queue that is set to Letter is shrunk to 91.2 %
#   where the queue has a margin of 12 pt, and enlarged to 102.8 % where it has none; "fit-to-page" shrinks it to 95.9 % on A4, its own
#   paper. Nothing is said, and the job succeeds. Only media=A4 with the paper in the tray prints 100 mm as 100 mm.
# Why it matters here: labels fit to a third of a millimetre or not at all. So the page before printing says: choose the paper first, then
#   100 %; the test page has a line to measure; and each sheet has a small ruler beside its labels.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
filters=1.28.17-3+deb12u2
apt-get download -qq cups-filters=$filters cups-filters-core-drivers=$filters libcupsfilters1=$filters libcups2 libqpdf29 libfontembed1=$filters \
    libpaper1 poppler-utils libpoppler126 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done
LD_LIBRARY_PATH=$(dirname "$(find "$folder/root" -name 'libcupsfilters.so.1' | head -n 1)")
export LD_LIBRARY_PATH
filter=$(find root -name pdftopdf -type f | head -n 1)

# A black bar of 100 mm (283.465 pt), 20 mm from the left and from the foot of an A4 page.
python3 - <<'PYTHON'
parts = [
    "<</Type/Catalog/Pages 2 0 R/ViewerPreferences<</PrintScaling/None>>>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]/Contents 4 0 R/Resources<<>>>>",
    "<</Length 34>>stream\n56.693 56.693 283.465 28.346 re f\n\nendstream",
]
body, places = "%PDF-1.4\n", []
for number, part in enumerate(parts, 1):
    places.append(len(body))
    body += f"{number} 0 obj\n{part}\nendobj\n"
table = "".join(f"{place:010} 00000 n \n" for place in places)
body += f"xref\n0 5\n0000000000 65535 f \n{table}trailer<</Size 5/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
open("a4.pdf", "w").write(body)
PYTHON

queue() { # a queue that is set to Letter, with so many points of margin
    cat <<PPD
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
*ImageableArea Letter: "$1 $1 $((612 - $1)) $((792 - $1))"
*ImageableArea A4: "$1 $1 $((595 - $1)) $((842 - $1))"
*DefaultPaperDimension: Letter
*PaperDimension Letter: "612 792"
*PaperDimension A4: "595 842"
PPD
}
queue 12 >margin.ppd
queue 0 >borderless.ppd

bar() { # how long the bar comes out, in hundredths of a millimetre: the longest row of dark pixels
    PPD=$1 CONTENT_TYPE=application/pdf "$filter" 1 me title 1 "$2" a4.pdf >out.pdf 2>said
    if grep -iE '^(WARNING|ERROR|STATE|ATTR)' said >&2; then echo "It says something by now." >&2; exit 1; fi
    "$(find root -name pdftoppm -type f)" -r 508 -gray -f 1 -l 1 out.pdf page
    python3 - page-*.pgm <<'PYTHON'
import sys
data = open(sys.argv[1], "rb").read()
_, size, _, pixels = data.split(b"\n", 3)
width = int(size.split()[0])
rows = (pixels[n : n + width] for n in range(0, len(pixels), width))
print(round(max(sum(value < 128 for value in row) for row in rows) / 508 * 2540))
PYTHON
    rm page-*.pgm
}
dpkg-deb -f cups-filters_*.deb Package Version
shrunk=$(bar margin.ppd "")
enlarged=$(bar borderless.ppd "")
fitted=$(bar margin.ppd "media=A4 fit-to-page")
chosen=$(bar margin.ppd "media=A4")
echo "100 mm come out as $shrunk (Letter), $enlarged (Letter without margins), $fitted (A4, fit to page), $chosen (A4) hundredths of a mm."
[ "$chosen" -ge 9990 ] && [ "$chosen" -le 10010 ]
for found in "$shrunk:9122" "$enlarged:10281" "$fitted:9592"; do
    off=$((${found%:*} - ${found#*:}))
    [ "$off" -ge -15 ] && [ "$off" -le 15 ] || { echo "It prints at another size by now: ${found%:*}."; exit 1; }
done
echo "As described: it is scaled unless the paper is named, and nobody is told."
