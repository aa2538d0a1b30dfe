"""What XlsxWriter does not write: the ribbon, the document's language, and zip members that never vary."""

from __future__ import annotations

import io
import re
import zipfile

from workbook.ribbon import ribbon_xml
from workbook.sheet_texts import TEXTS
from xl_macros.tables.schema import SHEETS

NAMESPACE_2010 = "http://schemas.microsoft.com/office/2009/07/customui"
NAMESPACE_2007 = "http://schemas.microsoft.com/office/2006/01/customui"
RELATION_2010 = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
RELATION_2007 = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"

FIRST_FITTED_ROW = 5
_FITTED_ROW = re.compile(rb'<row r="(\d+)"[^>]*? customHeight="1"')

ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def finish(package: bytes) -> bytes:
    """The package with ribbon and language put in.

    The ribbon goes in twice: Excel 2010 and later read the first part, and the second one is kept by programs
    that know only the older kind of relationship (openpyxl drops the newer one on saving).
    """
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["customUI/customUI14.xml"] = ribbon_xml()
    older = ribbon_xml(with_context_menus=False)
    parts["customUI/customUI.xml"] = older.replace(NAMESPACE_2010.encode(), NAMESPACE_2007.encode())
    parts["_rels/.rels"] = _with_relations(parts["_rels/.rels"])
    parts["docProps/core.xml"] = parts["docProps/core.xml"].replace(
        b"<cp:category>", b"<dc:language>id-ID</dc:language><cp:category>"
    )
    for sheet in (name for name, text in TEXTS.items() if not text.compact):
        part = f"xl/worksheets/sheet{SHEETS.index(sheet) + 1}.xml"
        parts[part] = _FITTED_ROW.sub(_without_own_height, parts[part])
    return _zip(parts)


def _with_relations(relations: bytes) -> bytes:
    added = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="customUI/{part}"/>'
        for key, kind, part in (
            ("rIdRibbon2010", RELATION_2010, "customUI14.xml"),
            ("rIdRibbon2007", RELATION_2007, "customUI.xml"),
        )
    )
    return relations.replace(b"</Relationships>", f"{added}</Relationships>".encode())


def _without_own_height(found: re.Match[bytes]) -> bytes:
    """Below the header a height is only a good guess: Excel fits such a row again when its text changes."""
    return found[0].replace(b' customHeight="1"', b"") if int(found[1]) >= FIRST_FITTED_ROW else found[0]


def _zip(parts: dict[str, bytes]) -> bytes:
    """Members are stored, not compressed: what a compressor makes differs from one zlib to the next."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, ZIP_DATE)
            member.create_system = 0  # not the system of the machine that builds
            target.writestr(member, content)
    return stream.getvalue()
