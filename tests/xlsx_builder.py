"""Small XLSX files for tests, written part by part as the format has them."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# Style 1 is a day, style 2 a percentage, style 3 has a line through it.
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="3"><font/><font><strike/></font>'
    '<font><strike val="0"/></font></fonts><cellXfs count="5"><xf numFmtId="0"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="9"/><xf numFmtId="0" fontId="1"/>'
    '<xf numFmtId="0" fontId="2"/></cellXfs></styleSheet>'
)


@dataclass
class Page:
    """One sheet: text, numbers, `Cell`s; which ranges are merged, which rows hidden."""

    name: str
    rows: Sequence[Sequence[object]]
    merged: Sequence[str] = ()
    hidden: Sequence[int] = ()
    state: str = "visible"


@dataclass
class Cell:
    """A number with a style, or what a formula came to."""

    value: object
    style: int = 0
    formula: str = ""


@dataclass
class _Parts:
    files: dict[str, str] = field(default_factory=dict)

    def packed(self) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in self.files.items():
                packed.writestr(name, content)
        return out.getvalue()


def xlsx(*pages: Page) -> bytes:
    """A workbook with these sheets."""
    parts = _Parts()
    sheets, links, kinds = [], [], []
    for number, page in enumerate(pages, 1):
        parts.files[f"xl/worksheets/sheet{number}.xml"] = _sheet(page)
        state = "" if page.state == "visible" else f' state="{page.state}"'
        name = escape(page.name, {'"': "&quot;"})
        sheets.append(f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"{state}/>')
        links.append(_link(number, "worksheet", f"worksheets/sheet{number}.xml"))
        kinds.append(_kind(f"/xl/worksheets/sheet{number}.xml", "worksheet"))
    links.append(_link(99, "styles", "styles.xml"))
    kinds += [_kind("/xl/workbook.xml", "sheet.main"), _kind("/xl/styles.xml", "styles")]
    parts.files["xl/workbook.xml"] = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{"".join(sheets)}</sheets></workbook>'
    )
    parts.files["xl/styles.xml"] = _STYLES
    parts.files["xl/_rels/workbook.xml.rels"] = _links(links)
    parts.files["_rels/.rels"] = _links([_link(1, "officeDocument", "xl/workbook.xml")])
    parts.files["[Content_Types].xml"] = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>' + "".join(kinds) + "</Types>"
    )
    return parts.packed()


def _sheet(page: Page) -> str:
    lines = []
    for line, row in enumerate(page.rows, 1):
        cells = "".join(_cell(f"{_column(at)}{line}", value) for at, value in enumerate(row))
        hidden = ' hidden="1"' if line in page.hidden else ""
        lines.append(f'<row r="{line}"{hidden}>{cells}</row>')
    ranges = "".join(f'<mergeCell ref="{reach}"/>' for reach in page.merged)
    merged = f"<mergeCells>{ranges}</mergeCells>" if ranges else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData>{merged}</worksheet>'


def _cell(at: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Cell):
        formula = f"<f>{escape(value.formula)}</f>" if value.formula else ""
        kind = ' t="str"' if isinstance(value.value, str) else ""
        body = f"{formula}<v>{escape(str(value.value))}</v>"
        return f'<c r="{at}" s="{value.style}"{kind}>{body}</c>'
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{at}"><v>{value}</v></c>'
    return (
        f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'
    )


def _column(at: int) -> str:
    return chr(65 + at) if at < 26 else chr(64 + at // 26) + chr(65 + at % 26)


def _link(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_LINKS}/{kind}" Target="{target}"/>'


def _links(links: Sequence[str]) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(links)}</Relationships>'


def _kind(part: str, kind: str) -> str:
    base = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return f'<Override PartName="{part}" ContentType="{base}.{kind}+xml"/>'
