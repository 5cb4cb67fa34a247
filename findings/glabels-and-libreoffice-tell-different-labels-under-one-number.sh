#!/bin/sh
# One would guess: a label sheet has a number, and who knows the number knows the sheet: two catalogues that thousands print with agree to
#   a few tenths of a millimetre, or one of them would have been mended long ago.
# True is: of the numbers of Avery, Zweckform and HERMA for which gLabels 3.4.1 and LibreOffice 7.4.7 (Debian 12) describe one grid on one
#   paper, 114 of 233 put an edge of some label more than half a millimetre elsewhere: the cards of Avery 5389 by 6.4 mm, the name labels HERMA 4418 by 1.5.
# Why it matters here: a stock is shipped with who tells its measures. Where two disagree by more than 0.3 mm, or only one knows it, the
#   page says to print the test page first.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq glabels-data=3.4.1-4 libreoffice-common=4:7.4.7-1+deb12u14 2>/dev/null
dpkg-deb --fsys-tarfile glabels-data_*.deb | tar -x ./usr/share/libglabels-3.0/templates
dpkg-deb --fsys-tarfile libreoffice-common_*.deb | tar -x ./usr/lib/libreoffice/share/labels
for package in *.deb; do dpkg-deb -f "$package" Package Version; done
cat >compare.py <<'PYTHON'
import re
import xml.etree.ElementTree as ET
from pathlib import Path

MM = {"mm": 1, "in": 25.4, "pt": 25.4 / 72, "cm": 10, "": 25.4 / 72}
SAME = {"Avery": ("Avery A4", "Avery Letter Size", "Avery Zweckform"), "Zweckform": ("Avery Zweckform",), "Herma": ("Herma A4",)}
templates = Path("usr/share/libglabels-3.0/templates")


def mm(text):
    found = re.fullmatch(r"([-+]?[\d.]+)\s*(mm|in|pt|cm|)", (text or "0").strip())
    return float(found[1]) * MM[found[2]] if found else 0.0


papers = {p.get("id"): (mm(p.get("width")), mm(p.get("height"))) for p in ET.parse(templates / "paper-sizes.xml").getroot()}
known = {}
for file in sorted(templates.glob("*-templates.xml")):
    for one in ET.parse(file).getroot().findall("Template"):
        known.setdefault((one.get("brand"), one.get("part")), one)


def glabels(brand, part, depth=0):
    """Paper, columns and rows; width, height, left, top, pitch across and down."""
    one = known.get((brand, part))
    if one is None or depth > 4:
        return None
    if one.get("equiv"):
        return glabels(brand, one.get("equiv"), depth + 1)
    label, paper = one.find("Label-rectangle"), papers.get(one.get("size"))
    layouts = label.findall("Layout") if label is not None else []
    if len(layouts) != 1 or paper is None:
        return None
    at = layouts[0]
    measures = [mm(label.get("width")), mm(label.get("height")), *(mm(at.get(k)) for k in ("x0", "y0", "dx", "dy"))]
    return paper, int(at.get("nx")), int(at.get("ny")), measures


theirs = {}
for maker in ET.parse("usr/lib/libreoffice/share/labels/labels.xml").getroot():
    for one in maker.findall("label"):
        number = re.match(r"[A-Z]{0,3}\d{4,5}", one.find("name").text)
        pitch_x, pitch_y, wide, high, left, top, cols, rows, *paper = map(float, one.find("measure").text.split(";")[1:])
        if number and len(paper) == 2:
            measures = [wide / 100, high / 100, left / 100, top / 100, pitch_x / 100, pitch_y / 100]
            where = ((paper[0] / 100, paper[1] / 100), int(cols), int(rows), measures)
            theirs.setdefault((maker.get("name"), number[0]), []).append(where)


def apart(a, b):
    """How far any edge of any label is from the same edge of the other, in mm; None for another grid or paper."""
    if a[1:3] != b[1:3] or max(abs(x - y) for x, y in zip(a[0], b[0])) > 0.2:
        return None
    off = [x - y for x, y in zip(a[3], b[3])]
    sides = ((off[2], off[0], (a[1] - 1) * off[4]), (off[3], off[1], (a[2] - 1) * off[5]))
    return max(abs(start + edge + far) for start, size, last in sides for edge in (0, size) for far in (0, last))


found = {}
for brand, part in known:
    mine = glabels(brand, part)
    for maker in SAME.get(brand, ()) if mine else ():
        for number in {part, f"L{part}", f"J{part}"}:
            for other in theirs.get((maker, number), ()):
                distance = apart(mine, other)
                if distance is not None:
                    found[brand, part] = min(distance, found.get((brand, part), 999.0))
far = {key: off for key, off in found.items() if off > 0.5}
print(f"{len(found)} numbers with one grid in both, {len(far)} of them more than 0.5 mm apart, {sum(o > 0.3 for o in found.values())} more than 0.3 mm:")
for key in (("Avery", "5389"), ("Avery", "5160"), ("Avery", "L7163"), ("Herma", "4418"), ("Avery", "5163")):
    print(*key, f"{found[key]:.2f} mm")
assert found["Avery", "5163"] < 0.3, "the comparison itself is wrong"
raise SystemExit(not (len(found) == 233 and len(far) == 114 and found["Herma", "4418"] > 1.4))
PYTHON
python3 compare.py || { echo "They agree by now."; exit 1; }
echo "As described: the number of a sheet doesn't tell where its labels are."
