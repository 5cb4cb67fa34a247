"""Which rows of a sheet are hidden: somebody filtered them away, so nobody saw them in the list."""

import io
import struct
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_ROWS = 1_048_576


def concealed(data: bytes, sheet: str) -> Iterator[int]:
    """The lines, from 1, of the rows that are hidden in a sheet of a workbook.

    Nothing for a binary workbook (XLSB), nor for one whose parts aren't where they belong.
    """
    try:
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                names = set(packed.namelist())
                if "content.xml" in names:
                    yield from _in_ods(packed.read("content.xml"), sheet)
                elif "xl/workbook.xml" in names:
                    yield from _in_xlsx(packed, sheet)
        else:
            yield from _in_xls(data, sheet)
    except (KeyError, ValueError, IndexError, struct.error, expat.ExpatError, zipfile.BadZipFile):
        return


def part_of(packed: zipfile.ZipFile, sheet: str) -> str:
    """The part of an XLSX workbook that holds a sheet."""
    ids = {given["name"]: given["id"] for _tag, given in _tags(packed.read("xl/workbook.xml"))}
    links = _tags(packed.read("xl/_rels/workbook.xml.rels"))
    target = next(given["Target"] for _tag, given in links if given["Id"] == ids[sheet])
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _tags(content: bytes) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    wanted = {"sheet", "Relationship", "row", "table", "table-row"}
    parser = expat.ParserCreate(namespace_separator=" ")

    def begun(name: str, given: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        if name in wanted:
            found.append((name, {key.rpartition(" ")[2]: said for key, said in given.items()}))

    parser.StartElementHandler = begun
    parser.Parse(content, True)
    return found


def _in_xlsx(packed: zipfile.ZipFile, sheet: str) -> Iterator[int]:
    line = 0
    for tag, given in _tags(packed.read(part_of(packed, sheet))):
        if tag == "row":
            line = int(given.get("r", line + 1))
            if given.get("hidden") in {"1", "true"}:
                yield line


def _in_ods(content: bytes, sheet: str) -> Iterator[int]:
    line, here = 0, False
    for tag, given in _tags(content):
        if tag == "table":
            line, here = 0, given.get("name") == sheet
        elif tag == "table-row" and here:
            times = min(int(given.get("number-rows-repeated", 1)), _ROWS - line)
            if given.get("visibility") in {"collapse", "filter"}:
                yield from range(line + 1, line + times + 1)
            line += times


def _in_xls(data: bytes, sheet: str) -> Iterator[int]:
    """Rows with the bit fDyZero in their ROW record ([MS-XLS] 2.4.221), in the sheet's own stream."""
    book = _stream(data)
    begin = next(
        struct.unpack_from("<I", body)[0]
        for kind, body in _records(book, 0)
        if kind == 0x85 and _title(body) == sheet
    )
    for kind, body in _records(book, begin):
        if kind == 0x208 and struct.unpack_from("<H", body, 12)[0] & 0x20:
            yield struct.unpack_from("<H", body)[0] + 1


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        if kind == 0x0A:
            return
        yield kind, book[at + 4 : at + 4 + size]
        at += 4 + size


def _title(body: bytes) -> str:
    size, wide = body[6], body[7] & 1
    text = body[8 : 8 + size * (1 + wide)]
    return text.decode("utf-16-le" if wide else "latin-1")


def _stream(data: bytes) -> bytes:
    """The workbook's stream in a compound file ([MS-CFB]): its sectors, joined along their chain."""
    shift = struct.unpack_from("<H", data, 30)[0]
    size = 1 << min(shift, 12)

    def sector(at: int) -> bytes:
        return data[(at + 1) * size : (at + 2) * size]

    spread = [at for at in struct.unpack_from("<109I", data, 76) if at < 0xFFFFFFFA]
    more, count = struct.unpack_from("<II", data, 68)
    for _n in range(min(count, len(data) // size)):
        links = struct.unpack(f"<{size // 4}I", sector(more))
        spread += [at for at in links[:-1] if at < 0xFFFFFFFA]
        more = links[-1]
    chain = [link for at in spread for link in struct.unpack(f"<{size // 4}I", sector(at))]

    def joined(at: int) -> bytes:
        parts: list[bytes] = []
        while at < len(chain) and len(parts) <= len(chain):
            parts.append(sector(at))
            at = chain[at]
        return b"".join(parts)

    folder = joined(struct.unpack_from("<I", data, 48)[0])
    for at in range(0, len(folder) - 127, 128):
        long = struct.unpack_from("<H", folder, at + 64)[0]
        name = folder[at : at + max(0, long - 2)].decode("utf-16-le", "replace")
        if name.lower() in {"workbook", "book"}:
            first, length = struct.unpack_from("<II", folder, at + 116)
            if length < 4096:
                raise ValueError("a stream this small is kept elsewhere, and holds no list")
            return joined(first)[:length]
    raise ValueError("no workbook inside")
