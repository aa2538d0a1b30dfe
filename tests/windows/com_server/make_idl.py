"""IDL of the fake Excel's object model, read off its classes: what a type library says to pywin32.

make_idl.py OUT writes fake.idl and fake_ids.json; widl makes fake.tlb of the first. Needs tests/com on the path.
"""

from __future__ import annotations

import inspect
import json
import sys
import uuid
from pathlib import Path
from typing import Any

from fake_excel import application, books, protection, range_formats, ranges, sheets, tables, windows

NAMED = {  # interface names and numbers that xlwings or pywin32 look at are Excel's own
    application.Application: ("_Application", "000208D5-0000-0000-C000-000000000046"),
    books.Workbooks: ("Workbooks", "000208DB-0000-0000-C000-000000000046"),
    books.Workbook: ("_Workbook", "000208DA-0000-0000-C000-000000000046"),
    books.Worksheets: ("Sheets", "000208D7-0000-0000-C000-000000000046"),
    sheets.Worksheet: ("_Worksheet", "000208D8-0000-0000-C000-000000000046"),
    ranges.Range: ("Range", "00020846-0000-0000-C000-000000000046"),
    windows._ExcelWindow: ("Window", "00020893-0000-0000-C000-000000000046"),
}
OTHERS = (
    application.PickedShape, books.Name, books.Names, protection.Protection, range_formats.Font, range_formats.Interior,
    range_formats.Border, range_formats.Borders, ranges.Areas, tables.ListObject, tables.ListObjects, tables.ListColumn,
    tables.ListColumns, tables.ListRow, tables.ListRows, tables.Filter,
)  # fmt: skip
CLASSES = NAMED | {
    each: (each.__name__, str(uuid.uuid5(uuid.NAMESPACE_URL, f"kecuali-fake/{each.__name__}")).upper())
    for each in OTHERS
}
PROPERTIES_WITH_ARGUMENTS = {"Range", "Item"}
HEAD = """[object, uuid(00000000-0000-0000-C000-000000000046)] interface IUnknown { }
[object, uuid(00020400-0000-0000-C000-000000000046)] interface IDispatch : IUnknown { }
typedef struct tagVARIANT { long vt; } VARIANT;
[uuid(00020813-0000-0000-C000-000000000046), version(1.9), helpstring("Fake Excel")]
library Excel {
  importlib("stdole2.tlb");"""


def arguments_of(name: str, members: dict[str, Any]) -> list[tuple[str, bool]]:
    """Names of a member's arguments, each with whether it must be given."""
    if name == "Value":
        return [("RangeValueDataType", False)]
    if name == "Protect":
        return [(each, False) for each in ("Password", *protection._ORDER)]
    function = members.get(f"Get{name}") if isinstance(members[name], property) else members[name]
    if function is None:
        return []
    plain = [
        p for p in list(inspect.signature(function).parameters.values())[1:] if p.kind < p.VAR_POSITIONAL
    ]
    return [(p.name, p.default is p.empty) for p in plain]


def lines_of(name: str, number: int, members: dict[str, Any], taken: set[str]) -> list[str]:
    spelled = ", ".join(
        f"[in{'' if needed else ', optional'}] VARIANT {argument}{'_' if argument in taken else ''}"
        for argument, needed in arguments_of(name, members)
    )
    member = members[name]
    is_property = isinstance(member, property)
    kind = ", propget" if is_property or name in PROPERTIES_WITH_ARGUMENTS else ""
    lines = [f"    [id({number}){kind}] VARIANT {name}({spelled});"]
    if is_property and member.fset:
        comma = ", " if spelled else ""
        lines.append(f"    [id({number}), propput] void {name}({spelled}{comma}[in] VARIANT RHS);")
    if name == "Item":
        lines.append(f"    [id(0), propget] VARIANT _Default({spelled});")
    return lines


def main() -> None:
    out = Path(sys.argv[1])
    lines = [HEAD, *(f"  dispinterface {name};" for name, _ in CLASSES.values())]
    table: dict[str, Any] = {}
    for owner, (interface, iid) in CLASSES.items():
        members = {name: getattr(owner, name) for name in dir(owner) if name[0].isupper() and name != "SIDES"}
        shown = [
            m
            for m in sorted(members)
            if not (m.startswith("Get") and isinstance(members.get(m[3:]), property))
        ]
        ids = {name: {"Value": 6, "Item": 170}.get(name, 301 + place) for place, name in enumerate(shown)}
        lines.append(f"  [uuid({iid})] dispinterface {interface} {{ properties: methods:")
        for name, number in ids.items():
            lines += lines_of(name, number, members, {*members, interface})
        if hasattr(owner, "items"):
            lines.append("    [id(-4), propget, restricted] IUnknown* _NewEnum();")
        lines.append("  };")
        table[owner.__name__] = {"name": interface, "iid": f"{{{iid}}}", "ids": ids}
    (out / "fake.idl").write_text("\n".join([*lines, "}", ""]))
    (out / "fake_ids.json").write_text(json.dumps(table, indent=1))


main()
