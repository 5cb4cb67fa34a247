#!/bin/sh
# One would guess: print-scaling=none puts a page on the paper as it is, from its upper left corner, and leaves out at the foot and on the
#   right what the paper lacks. So a label 20 mm from the corner lies 20 mm from the corner, whatever paper the queue is set to.
# True is: pdftopdf of cups-filters 1.28.17 lays the page in the middle of the paper. What stands 20 mm from the left and the top of an A4
#   page comes out 23.0 mm from the left and 11.2 mm from the top of a Letter sheet: 8.8 mm too high. With position=bottom it is 17.6 mm
#   too high. Its size is right, so a ruler alone shows nothing.
# Why it matters here: "no scaling" alone is no advice. The page before printing says to choose the paper first; and the test page has a
#   cross to be measured from both edges of the paper, beside the lines that tell the size.
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

# A black bar of 100 by 10 mm, 20 mm from the left and from the top of an A4 page.
python3 - <<'PYTHON'
parts = [
    "<</Type/Catalog/Pages 2 0 R/ViewerPreferences<</PrintScaling/None>>>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]/Contents 4 0 R/Resources<<>>>>",
    "<</Length 35>>stream\n56.693 756.851 283.465 28.346 re f\n\nendstream",
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
queue 12 >queue.ppd

corner() { # where the bar begins, from the left and from the top, in tenths of a millimetre
    PPD=queue.ppd CONTENT_TYPE=application/pdf "$filter" 1 me title 1 "$1" a4.pdf >out.pdf 2>said
    "$(find root -name pdftoppm -type f)" -r 254 -gray -f 1 -l 1 out.pdf page
    python3 - page-*.pgm <<'PYTHON'
import sys
data = open(sys.argv[1], "rb").read()
_, size, _, pixels = data.split(b"\n", 3)
width = int(size.split()[0])
rows = [pixels[n : n + width] for n in range(0, len(pixels), width)]
top = next(n for n, row in enumerate(rows) if min(row) < 128)
left = next(n for n, value in enumerate(rows[top + 20]) if value < 128)
print(left, top)
PYTHON
    rm page-*.pgm
}
dpkg-deb -f cups-filters_*.deb Package Version
unscaled=$(corner "print-scaling=none")
low=$(corner "print-scaling=none position=bottom")
right=$(corner "media=A4 print-scaling=none")
echo "20 mm from left and top come out at (tenths of a mm): $unscaled on Letter, $low with position=bottom, $right with media=A4."
near() { # two numbers, each off by a tenth of a millimetre at most
    python3 -c 'import sys; a, b, c, d = map(int, sys.argv[1:]); sys.exit(abs(a - c) > 1 or abs(b - d) > 1)' "$@"
}
# shellcheck disable=SC2086
near $right 200 200
# shellcheck disable=SC2086
near $unscaled 230 112 && near $low 230 24 || { echo "It lies elsewhere by now."; exit 1; }
echo "As described: without scaling it lies in the middle of the paper, not in its corner."
