#!/bin/sh
# One would guess: a reader of workbooks gives the rows that whoever saved the file saw, or at least says which were hidden.
# True is: python-calamine gives every row and has nothing that tells a hidden one, neither for rows that a filter took away nor for
#   those hidden by hand; sheets do tell (sheets_metadata, visible).
# Why it matters here: an organizer filters a list to "Confirmed", saves, and sends the file. Read this way, the cancelled people of the
#   list come in with the others. The rows' own mark (`hidden` on <row>) must be read beside it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5
cat >"$folder/look.py" <<'PY'
import sys
from importlib.metadata import version

import openpyxl
import python_calamine

path = sys.argv[1]
book = openpyxl.Workbook()
sheet = book.active
for row in (("Name", "Status"), ("Maren", "Confirmed"), ("Tobias", "Cancelled"), ("Aiyana", "Confirmed")):
    sheet.append(row)
sheet.auto_filter.ref = "A1:B4"
sheet.auto_filter.add_filter_column(1, ["Confirmed"])
sheet.row_dimensions[3].hidden = True
book.save(path)

hidden = [n for n, row in openpyxl.load_workbook(path).active.row_dimensions.items() if row.hidden]
read = python_calamine.CalamineWorkbook.from_path(path)
rows = read.get_sheet_by_index(0).to_python()
names = sorted(
    name
    for thing in (read, read.get_sheet_by_index(0), read.sheets_metadata[0])
    for name in dir(thing)
    if not name.startswith("_")
)
print("python-calamine", version("python-calamine"))
print("rows marked hidden in the file:", hidden)
print("rows read:", [row[0] for row in rows])
print("what workbook, sheet and its metadata offer:", ", ".join(sorted(set(names))))
assert hidden == [3]
assert [row[0] for row in rows] == ["Name", "Maren", "Tobias", "Aiyana"], "the hidden row isn't read any more"
assert not [name for name in names if "hidden" in name or "filter" in name], "it tells hidden rows by now"
PY
"$folder/venv/bin/python" "$folder/look.py" "$folder/list.xlsx"
echo "As described: the row that a filter hid is read like any other."
