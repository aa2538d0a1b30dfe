"""IDL of the fake Excel's object model, read off its classes: what a type library says to late-bound pywin32.

make_idl.py CHECKOUT OUT writes fake.idl and fake_ids.json; widl makes fake.tlb of the first.
"""

import inspect, json, sys, uuid
from pathlib import Path

sys.path.insert(0, str(Path(sys.argv[1]) / "tests" / "com"))
from fake_excel import application, books, protection, range_formats, ranges, sheets, tables, windows

CLASSES = {  # our class -> interface name; IIDs are Excel's own where xlwings or pywin32 look at them
    application.Application: ("_Application", "000208D5-0000-0000-C000-000000000046"),
    books.Workbooks: ("Workbooks", "000208DB-0000-0000-C000-000000000046"),
    books.Workbook: ("_Workbook", "000208DA-0000-0000-C000-000000000046"),
    books.Worksheets: ("Sheets", "000208D7-0000-0000-C000-000000000046"),
    sheets.Worksheet: ("_Worksheet", "000208D8-0000-0000-C000-000000000046"),
    ranges.Range: ("Range", "00020846-0000-0000-C000-000000000046"),
    windows._ExcelWindow: ("Window", "00020893-0000-0000-C000-000000000046"),
}
for klass in (
    application.PickedShape,
    books.Name,
    books.Names,
    protection.Protection,
    range_formats.Font,
    range_formats.Interior,
    range_formats.Border,
    range_formats.Borders,
    ranges.Areas,
    tables.ListObject,
    tables.ListObjects,
    tables.ListColumn,
    tables.ListColumns,
    tables.ListRow,
    tables.ListRows,
):
    CLASSES[klass] = (
        klass.__name__,
        str(uuid.uuid5(uuid.NAMESPACE_URL, "kecuali-fake/" + klass.__name__)).upper(),
    )
ARGUED_PROPERTIES = {"Range", "Item"}
PROTECT = ["Password", *protection._ORDER]


def parameters(function):
    found = []
    for name, p in list(inspect.signature(function).parameters.items())[1:]:
        if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD):
            continue
        found.append((name, p.default is p.empty))
    return found


ids, lines, table = {}, [], {}
BASE = """[object, uuid(00000000-0000-0000-C000-000000000046)] interface IUnknown { }
[object, uuid(00020400-0000-0000-C000-000000000046)] interface IDispatch : IUnknown { }
typedef struct tagVARIANT { long vt; } VARIANT;"""  # what is needed of oaidl.idl
lines += [
    BASE,
    '[uuid(00020813-0000-0000-C000-000000000046), version(1.9), helpstring("Fake Excel")]',
    "library Excel {",
    '  importlib("stdole2.tlb");',
]
forward = [f"  dispinterface {name};" for name, _ in CLASSES.values()]
lines += forward
for klass, (name, iid) in CLASSES.items():
    members = {m: getattr(klass, m) for m in dir(klass) if m[0].isupper()}
    lines.append(f"  [uuid({iid})] dispinterface {name} {{ properties: methods:")
    rows = {}
    number = 300
    for member, what in sorted(members.items()):
        if member.startswith("Get") and member[3:] in members and isinstance(members[member[3:]], property):
            continue
        if member == "SIDES":
            continue
        number += 1
        dispid = {"Value": 6, "Item": 170}.get(member, number)
        rows[member] = dispid
        if isinstance(what, property):
            args = parameters(members["Get" + member]) if "Get" + member in members else []
            if member == "Value":
                args = [("RangeValueDataType", False)]
            text = ", ".join(f"[in, optional] VARIANT {a}" for a, _ in args)
            lines.append(f"    [id({dispid}), propget] VARIANT {member}({text});")
            if what.fset:
                lines.append(
                    f"    [id({dispid}), propput] void {member}({text + ', ' if text else ''}[in] VARIANT RHS);"
                )
        else:
            args = parameters(what)
            if member == "Protect":
                args = [(p, False) for p in PROTECT]
            text = ", ".join(
                f"[in{'' if needed else ', optional'}] VARIANT {a if a not in members and a != name else a + '_'}"
                for a, needed in args
            )
            kind = ", propget" if member in ARGUED_PROPERTIES else ""
            lines.append(f"    [id({dispid}){kind}] VARIANT {member}({text});")
            if member == "Item":
                lines.append(f"    [id(0), propget] VARIANT _Default({text});")
    if hasattr(klass, "items"):
        lines.append("    [id(-4), propget, restricted] IUnknown* _NewEnum();")
    lines.append("  };")
    table[klass.__name__] = {"name": name, "iid": "{" + iid + "}", "ids": rows}
lines.append("}")
(Path(sys.argv[2]) / "fake.idl").write_text("\n".join(lines) + "\n")
(Path(sys.argv[2]) / "fake_ids.json").write_text(json.dumps(table, indent=1))
print(len(table), sum(len(t["ids"]) for t in table.values()))
