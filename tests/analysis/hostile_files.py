"""Eighty files that are broken, or made to do harm: each small, in every format.

``HOSTILE`` has a writer for each; ``READABLE`` names those that hold a table after all.
The larger ones are written in parts, so that the making costs less than the reading.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat

MIB = 2**20
Writer = Callable[[Path], None]
HOSTILE: dict[str, Writer] = {}
ROWS = b"name,age,town\n" + b"Ada,36,London\nAlan,41,Wilmslow\n" * 20
PLAIN = pd.DataFrame({"name": ["Ada", "Alan"] * 20, "age": [36.0, 41.0] * 20})
READABLE = frozenset(
    """lone_far_cell.xlsx far_row.xlsx far_column.xlsx wrong_dimension.xlsx
    empty_columns.csv empty_to_the_end.csv small_repetitive.csv.gz nul_bytes.csv lone_returns.csv mixed_encodings.csv
    extra_fields.csv bare_quotes.csv quote_at_the_end.csv long_cell.csv numbers_1e999.csv
    nan_and_infinity.json odd_names.csv duplicate_keys.json
    infinities.parquet sheet_named_formula.xlsx zip_with_folders.zip""".split()
)


def hostile(name: str) -> Callable[[Writer], Writer]:
    """Add a writer under the name that its file gets."""

    def add(writer: Writer) -> Writer:
        HOSTILE[name] = writer
        return writer

    return add


def of_bytes(name: str, content: Callable[[], bytes]) -> None:
    """Add a file whose content is small enough to be made at once."""
    HOSTILE[name] = lambda path: _write(path, content())


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _parts(path: Path, parts: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        for part in parts:
            file.write(part)


# --- Text ---------------------------------------------------------------------------


@hostile("open_quote.csv")
def _open_quote(path: Path) -> None:
    body = ROWS[14:] * 1600
    _parts(path, [ROWS, b'"Grace,', *[body] * (100 * MIB // len(body))])


@hostile("empty_columns.csv")
def _empty_columns(path: Path) -> None:
    names = ",".join(f"c{n}" for n in range(3000)).encode() + b"\n"
    _parts(path, [names, *[(b"1" + b"," * 2998 + b",2\n") * 1000] * 20])


@hostile("empty_to_the_end.csv")
def _empty_to_the_end(path: Path) -> None:
    names = ",".join(f"c{n}" for n in range(3000)).encode() + b"\n"
    _parts(path, [names, *[(b"1" + b"," * 2999 + b"\n") * 1000] * 20])


@hostile("open_quotes.tsv")
def _open_quotes(path: Path) -> None:
    body = ROWS[14:].replace(b",", b"\t") * 1600
    rows = [
        ROWS.replace(b",", b"\t"),
        b'"Grace\t',
        *[body] * 30,
        b'"Joan\t',
        *[body] * 30,
    ]
    _parts(path, rows)


@hostile("endless_line.csv")
def _endless_line(path: Path) -> None:
    _parts(path, [ROWS, *[b"x" * MIB] * 60])


@hostile("endless_line.tsv")
def _endless_fields(path: Path) -> None:
    _parts(path, [b"a\tb\n", *[b"1\t" * (MIB // 2)] * 30])


@hostile("no_line_end_at_all.txt")
def _no_line_end(path: Path) -> None:
    _parts(path, [b"1234567890 " * 100_000] * 30)


of_bytes("million_columns.csv", lambda: b"a," * 1_000_000 + b"a\n" + b"1," * 9 + b"1\n")
of_bytes("million_columns_below.csv", lambda: ROWS + b"1," * 1_000_000 + b"1\n")
of_bytes("growing_rows.csv", lambda: b"".join(b"1," * n + b"1\n" for n in range(2000)))
of_bytes("only_delimiters.csv", lambda: b",\n" * 3_000_000)
of_bytes("only_quotes.csv", lambda: b'"' * 4_000_000)
of_bytes("quotes_and_marks.csv", lambda: b"'" + b"," * 262_000)
of_bytes("alternating_quotes.csv", lambda: b"a,b\n" + b"',',\"," * 40_000 + b"\n1,2\n")
of_bytes("backslashes.csv", lambda: b"a,b\n" + b"\\" * 2_000_000 + b",1\n")
of_bytes("digits.csv", lambda: b"a,b\n" + b"1 " * 130_000 + b"x,2\n" + b"3,4\n" * 50)
of_bytes("nul_bytes.csv", lambda: ROWS + b"Al\0an,4\0,x\n" + ROWS[14:])
of_bytes("zeros.csv", lambda: b"\0" * 3_000_000)
of_bytes("random.csv", lambda: np.random.default_rng(1).bytes(500_000))
of_bytes("lone_returns.csv", lambda: ROWS.replace(b"\n", b"\r"))
of_bytes(
    "mixed_encodings.csv", lambda: ROWS + "Zoë,3,Köln\n".encode() + b"Zo\xeb,4,x\n"
)
of_bytes("half_utf16.csv", lambda: ROWS.decode().encode("utf-16")[:-1])
of_bytes("utf16_bomb.csv", lambda: b"\xff\xfe" + b"\xd8\x00\xd8\x00" * 200_000)
of_bytes("extra_fields.csv", lambda: ROWS + b"a,b,c,d,e,f\n" * 3)
of_bytes("bare_quotes.csv", lambda: ROWS + b'pipe 5" wide,1,x\n' * 3)
of_bytes("quote_at_the_end.csv", lambda: ROWS + b'"Grace,3,x\n')
of_bytes("long_cell.csv", lambda: ROWS + b"x" * 3_000_000 + b",1,x\n")
of_bytes(
    "numbers_1e999.csv", lambda: b"a,b\n1e999,1\n-1e999,2\n" + b"9" * 400 + b",3\n"
)
of_bytes(
    "odd_names.csv", lambda: "\u202eevil,a\x07b,<b>,=1+1\n1,2,3,4\n5,6,7,8\n".encode()
)
of_bytes("only_commas_in_a_line.csv", lambda: b"," * 9_000_000)

# --- JSON ---------------------------------------------------------------------------

of_bytes("nested_lists.json", lambda: b"[" * 20_000 + b"]" * 20_000)
of_bytes("nested_objects.json", lambda: b'{"a":' * 20_000 + b"1" + b"}" * 20_000)
of_bytes("nested_in_a_record.json", lambda: b'[{"a":' * 700 + b"1" + b"}]" * 700)
of_bytes(
    "nested_record.json", lambda: b'[{"a":' + b'{"a":' * 900 + b"1" + b"}" * 901 + b"]"
)
of_bytes(
    "different_keys.json",
    lambda: json.dumps([{f"key{n}": n} for n in range(20_000)]).encode(),
)
of_bytes(
    "different_nested_keys.json",
    lambda: json.dumps([{"a": {f"k{n}": {"b": n}}} for n in range(20_000)]).encode(),
)
of_bytes(
    "different_keys.jsonl",
    lambda: b"\n".join(b'{"k%d": 1}' % n for n in range(12_000)),
)
of_bytes("huge_integer.json", lambda: b'[{"a": ' + b"9" * 100_000 + b"}]")
of_bytes("cut_off.json", lambda: b'[{"a": 1}, {"a": ')
of_bytes("cut_off.jsonl", lambda: b'{"a": 1}\n' * 2000 + b'{"a": ')
of_bytes("not_records.json", lambda: b"[" + b"[1,2]," * 100_000 + b"[1,2]]")
of_bytes("surrogates.json", lambda: b'[{"a": "\\ud800", "b": 1}, {"a": "x", "b": 2}]')
of_bytes(
    "nan_and_infinity.json", lambda: b'[{"a": NaN, "b": Infinity}, {"a": 1, "b": 2}]'
)
of_bytes("duplicate_keys.json", lambda: b'[{"a": 1, "a": 2}, {"a": 3, "a": 4}]')
of_bytes("strings_only.json", lambda: b"[" + b'"x",' * 1_000_000 + b'"x"]')

# --- Packed -------------------------------------------------------------------------


def _repeated(unit: bytes, size: int) -> Iterable[bytes]:
    block = unit * (MIB // len(unit))
    return (block for _ in range(size // len(block)))


def _gzip(path: Path, parts: Iterable[bytes]) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        for part in parts:
            file.write(part)


@hostile("zeros.csv.gz")
def _gzip_of_zeros(path: Path) -> None:
    _gzip(path, _repeated(b"0\n", 400 * MIB))


@hostile("zeros.csv.bz2")
def _bz2_of_zeros(path: Path) -> None:
    # Streams behind each other are one file: a small one is packed once.
    stream = bz2.compress(b"0,0\n" * MIB)
    _parts(path, [stream] * 100)


@hostile("zeros.csv.xz")
def _xz_of_zeros(path: Path) -> None:
    stream = lzma.compress(b"0,0\n" * (8 * MIB), preset=0)
    _parts(path, [stream] * 40)


@hostile("zeros.zip")
def _zip_of_zeros(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("zeros.csv", "w", force_zip64=True) as file,
    ):
        for part in _repeated(b"0\n", 400 * MIB):
            file.write(part)


def _zip(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def _packed_by(method: int) -> bytes:
    """An archive that says its member is packed by a method: 98 is PPMd."""
    content = bytearray(_zip(("t.csv", ROWS)))
    for signature, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = content.index(signature) + at
        content[place : place + 2] = struct.pack("<H", method)
    return bytes(content)


of_bytes("no_zip.zip", lambda: b"PK\x03\x04" + b"x" * 5000)
of_bytes("cut_off.zip", lambda: _zip(("t.csv", ROWS * 50))[:-30])
of_bytes("ppmd.zip", lambda: _packed_by(98))
of_bytes("unknown_method.zip", lambda: _packed_by(77))
of_bytes("wrong_sum.zip", lambda: _zip(("t.csv", ROWS)).replace(b"Alan", b"Alex"))
of_bytes("zip_in_zip.zip", lambda: _zip(("t.csv", _zip(("t.csv", ROWS)))))
of_bytes(
    "many_members.zip", lambda: _zip(*((f"{n}.csv", b"a\n1\n") for n in range(3000)))
)
of_bytes("path_in_name.zip", lambda: _zip(("../../etc/passwd", b"root")))
of_bytes("zip_with_folders.zip", lambda: _zip(("a/b/", b""), ("a/b/t.csv", ROWS)))
of_bytes("stored_wrong.zip", lambda: _packed_by(0))
of_bytes("gzip_in_gzip.gz", lambda: gzip.compress(gzip.compress(ROWS)))
of_bytes("cut_off.gz", lambda: gzip.compress(ROWS * 100)[:-20])
of_bytes("cut_off.bz2", lambda: bz2.compress(ROWS * 100)[:-20])
of_bytes("cut_off.xz", lambda: lzma.compress(ROWS * 100)[:-20])
of_bytes("damaged.xz", lambda: lzma.compress(ROWS * 100)[:60] + b"\0" * 400)
of_bytes(
    "small_repetitive.csv.gz", lambda: gzip.compress(b"a,b\n" + b"0,0\n" * 500_000)
)

# --- Workbooks ----------------------------------------------------------------------

_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/\
2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-\
package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-office\
document.spreadsheetml.sheet.main+xml"/></Types>"""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/\
package/2006/relationships"><Relationship Id="rId1" Type="{office}/{kind}" \
Target="{target}"/></Relationships>"""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BOOK = f"""<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>\
<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"""


def _cell(reference: str, value: object) -> str:
    if isinstance(value, str):
        return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{reference}"><v>{value}</v></c>'


def _table_rows() -> list[str]:
    rows = [f'<row r="1">{_cell("A1", "name")}{_cell("B1", "age")}</row>']
    for n in range(2, 42):
        rows.append(
            f'<row r="{n}">{_cell(f"A{n}", "Ada")}{_cell(f"B{n}", 30 + n)}</row>'
        )
    return rows


def _workbook(*rows: str, dimension: str = "", head: str = "") -> bytes:
    """A workbook as small as it can be, with these rows of XML in its sheet."""
    size = f'<dimension ref="{dimension}"/>' if dimension else ""
    sheet = (
        f'<?xml version="1.0"?>{head}<worksheet xmlns="{_MAIN}">{size}<sheetData>'
        f"{''.join(rows)}</sheetData></worksheet>"
    )
    rels = {"office": _OFFICE}
    return _zip(
        ("[Content_Types].xml", _TYPES.encode()),
        (
            "_rels/.rels",
            _RELS.format(
                kind="officeDocument", target="xl/workbook.xml", **rels
            ).encode(),
        ),
        ("xl/workbook.xml", _BOOK.encode()),
        (
            "xl/_rels/workbook.xml.rels",
            _RELS.format(
                kind="worksheet", target="worksheets/sheet1.xml", **rels
            ).encode(),
        ),
        ("xl/worksheets/sheet1.xml", sheet.encode()),
    )


def _far(reference: str) -> str:
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{row}">{_cell(reference, 1)}</row>'


of_bytes(
    "lone_far_cell.xlsx",
    lambda: _workbook(*_table_rows(), _far("XFD1048576"), dimension="A1:XFD1048576"),
)
of_bytes("far_row.xlsx", lambda: _workbook(*_table_rows(), _far("A1048576")))
of_bytes("far_column.xlsx", lambda: _workbook(*_table_rows(), _far("XFD60000")))
of_bytes(
    "wrong_dimension.xlsx", lambda: _workbook(*_table_rows(), dimension="A1:XFD1048576")
)
of_bytes(
    "cells_of_a_diagonal.xlsx",
    lambda: _workbook(*(_far(f"{_letters(n)}{64 * n}") for n in range(1, 16_384))),
)
of_bytes(
    "rows_beyond_the_last.xlsx", lambda: _workbook(*_table_rows(), _far("A4294967295"))
)
of_bytes(
    "columns_beyond_the_last.xlsx", lambda: _workbook(*_table_rows(), _far("ZZZZZZ9"))
)
of_bytes(
    "entities.xlsx",
    lambda: _workbook(
        f'<row r="1">{_cell("A1", "&j;")}</row>',
        head='<!DOCTYPE x [<!ENTITY a "lol">'
        + "".join(
            f'<!ENTITY {new} "{f"&{old};" * 10}">'
            for old, new in zip("abcdefghi", "bcdefghij", strict=True)
        )
        + "]>",
    ),
)
of_bytes(
    "shared_strings_missing.xlsx",
    lambda: _workbook('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>'),
)
of_bytes("cut_off_sheet.xlsx", lambda: _workbook(*_table_rows(), "<row r='99'><c"))
of_bytes("sheet_missing.xlsx", lambda: _zip(("xl/workbook.xml", _BOOK.encode())))
of_bytes(
    "sheet_named_formula.xlsx",
    lambda: _workbook(*_table_rows()).replace(b"Sheet1", b"=cmd|1"),
)


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@hostile("sheet_of_zeros.xlsx")
def _sheet_of_zeros(path: Path) -> None:
    """Two hundred megabytes of XML in less than one."""
    path.write_bytes(_workbook(*_table_rows()))
    rows = b"".join(
        b'<row r="%d">%s</row>' % (n, b"<c><v>0</v></c>" * 5000) for n in range(1, 21)
    )
    content = zipfile.ZipFile(path)
    kept = {name: content.read(name) for name in content.namelist()[:-1]}
    content.close()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in kept.items():
            archive.writestr(name, part)
        with archive.open("xl/worksheets/sheet1.xml", "w") as file:
            file.write(f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for _ in range(130):
                file.write(rows)
            file.write(b"</sheetData></worksheet>")


_ODS_HEAD = b"""<?xml version="1.0"?><office:document-content \
xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" \
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>\
<office:spreadsheet><table:table table:name="S">"""
_ODS_TAIL = (
    b"</table:table></office:spreadsheet></office:body></office:document-content>"
)


def _ods(rows: bytes) -> bytes:
    return _zip(
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", _ODS_HEAD + rows + _ODS_TAIL),
        ("META-INF/manifest.xml", b"<manifest/>"),
    )


def _ods_row(cells: int, rows: int) -> bytes:
    return (
        b'<table:table-row table:number-rows-repeated="%d"><table:table-cell '
        b'office:value-type="float" office:value="1" table:number-columns-repeated="%d">'
        b"<text:p>1</text:p></table:table-cell></table:table-row>" % (rows, cells)
    )


of_bytes("repeated_cells.ods", lambda: _ods(_ods_row(16_384, 1_048_576)))
of_bytes("repeated_beyond_the_last.ods", lambda: _ods(_ods_row(4_000_000_000, 1)))
of_bytes(
    "lone_far_cell.ods",
    lambda: _ods(
        _ods_row(2, 5)
        + b'<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        b'table:number-columns-repeated="16384"/></table:table-row>'
        + b'<table:table-row><table:table-cell table:number-columns-repeated="16000"/>'
        + b'<table:table-cell office:value-type="float" office:value="1"/>'
        + b"</table:table-row>"
    ),
)
of_bytes("cut_off.ods", lambda: _ods(b"<table:table-row><table:table-cell"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
of_bytes("head_only.xls", lambda: _OLE + b"\0" * 2000)
of_bytes(
    "endless_chain.xls",
    lambda: _OLE + b"\0" * 16 + b"\x3e\0\x03\0\xfe\xff\x09\0" + b"\0" * 500,
)
of_bytes("random.xls", lambda: _OLE + np.random.default_rng(2).bytes(60_000))
of_bytes(
    "biff2_random.xls",
    lambda: b"\x09\x00\x04\x00" + np.random.default_rng(3).bytes(9000),
)
of_bytes(
    "biff5_far_cell.xls",
    lambda: (
        b"\x09\x02\x06\x00\0\0\x10\0\0\0" + b"\x03\x02\x0e\0\xff\xff\xff\0" + b"\0" * 10
    ),
)

# --- Parquet ------------------------------------------------------------------------


def _parquet(table: pa.Table, **options: object) -> bytes:
    file = io.BytesIO()
    pq.write_table(table, file, **options)
    return file.getvalue()


@hostile("rows_of_zeros.parquet")
def _rows_of_zeros(path: Path) -> None:
    """Four hundred million rows in some kilobytes: runs of one value."""
    zeros = pa.table({"a": pa.array(np.zeros(20_000_000, dtype="int64"))})
    with pq.ParquetWriter(path, zeros.schema, compression="zstd") as writer:
        for _ in range(20):
            writer.write_table(zeros, row_group_size=20_000_000)


@hostile("long_texts.parquet")
def _long_texts(path: Path) -> None:
    """One text of a megabyte in each of twenty thousand rows."""
    words = pa.DictionaryArray.from_arrays(
        pa.array(np.zeros(20_000, dtype="int32")), pa.array(["x" * MIB])
    )
    pq.write_table(pa.table({"a": words}), path, compression="zstd")


of_bytes(
    "wide.parquet",
    lambda: _parquet(
        pa.table({f"c{n}": pa.nulls(2_000, pa.int64()) for n in range(3000)})
    ),
)
of_bytes(
    "deep.parquet",
    lambda: _parquet(pa.table({"a": _nest(60)})),
)
of_bytes(
    "infinities.parquet",
    lambda: _parquet(pa.table({"a": [1.0, float("inf"), float("nan")]})),
)
of_bytes("footer_only.parquet", lambda: b"PAR1" + b"\xff" * 40 + b"\x28\0\0\0PAR1")
of_bytes(
    "footer_too_long.parquet", lambda: b"PAR1" + b"\0" * 40 + b"\xff\xff\xff\x7fPAR1"
)
of_bytes(
    "flipped.parquet", lambda: _flipped(_parquet(pa.table({"a": list(range(5000))})))
)
of_bytes("cut_off.parquet", lambda: _parquet(pa.table({"a": list(range(5000))}))[:-100])


def _nested(depth: int) -> pa.DataType:
    kind: pa.DataType = pa.int64()
    for _ in range(depth):
        kind = pa.list_(kind)
    return kind


def _nest(depth: int) -> pa.Array:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return pa.array([value], _nested(depth))


def _flipped(content: bytes) -> bytes:
    """Every 97th byte behind the head is another one; the frame stays."""
    changed = bytearray(content)
    for place in range(8, len(changed) - 8, 97):
        changed[place] ^= 0x5A
    return bytes(changed)


# --- Stata, SAS, SPSS ---------------------------------------------------------------


def _stata(version: int = 118) -> bytes:
    file = io.BytesIO()
    PLAIN.to_stata(file, version=version, write_index=False)
    return file.getvalue()


def _spss(path: Path) -> bytes:
    pyreadstat.write_sav(PLAIN, path)
    return path.read_bytes()


of_bytes(
    "more_rows_than_there_are.dta",
    lambda: _stata().replace(
        b"<N>" + struct.pack("<Q", 40), b"<N>" + struct.pack("<Q", 2**40)
    ),
)
of_bytes("cut_off.dta", lambda: _stata()[:-400])
of_bytes("flipped.dta", lambda: _flipped(_stata()))
of_bytes(
    "old_and_random.dta",
    lambda: b"\x72\x02\x01\x00" + np.random.default_rng(4).bytes(4000),
)
HOSTILE["cut_off.sav"] = lambda path: _write(path, _spss(path)[:-200])
HOSTILE["flipped.sav"] = lambda path: _write(path, _flipped(_spss(path)))
HOSTILE["more_cases.sav"] = lambda path: _write(
    path, (c := _spss(path))[:80] + struct.pack("<i", 2**31 - 1) + c[84:]
)
of_bytes("head_only.sav", lambda: b"$FL2@(#) SPSS" + b"\0" * 3000)
of_bytes("head_only.sas7bdat", lambda: b"\0" * 12 + b"\xc2\xea\x81\x60" + b"\0" * 5000)
of_bytes(
    "random.sas7bdat",
    lambda: b"\0" * 12 + b"\xc2\xea\x81\x60" + np.random.default_rng(5).bytes(70_000),
)
of_bytes(
    "head_only.xpt",
    lambda: b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!".ljust(800, b"0"),
)
of_bytes("cut_off.xpt", lambda: _xport()[:-300])
of_bytes("flipped.xpt", lambda: _flipped(_xport()))


def _xport() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.xpt"
        pyreadstat.write_xport(PLAIN, path)
        return path.read_bytes()
