"""Sources of two small libraries, read off what the binaries export and import (with mingw's objdump).

forwarders.py abi3 PYTHON311.DLL OUT        python3.def: the stable interface, forwarded to python311.dll
forwarders.py math UCRTBASE.DLL OUT DIRS..  complex_math.c and .def: the complex functions that wine 8's ucrtbase lacks
                                            and the binaries below DIRS (numpy's) ask for, other names forwarded
                                            (sitecustomize.py has those binaries take this library)
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

OBJDUMP = "x86_64-w64-mingw32-objdump"
MATH = "api-ms-win-crt-math-l1-1-0"
RENAMED = "own-ms-win-crt-math-l1-1-0"
OF_ONE = [
    "cos",
    "cosh",
    "exp",
    "sin",
    "sinh",
    "tan",
    "tanh",
    "acos",
    "asin",
    "atan",
    "acosh",
    "asinh",
    "atanh",
    "log",
    "sqrt",
]
TO_REAL = ["real", "imag", "abs", "arg"]


def _dump(path: Path) -> str:
    return subprocess.run(
        [OBJDUMP, "-p", str(path)], capture_output=True, text=True, errors="replace", check=True
    ).stdout


def exports(path: Path) -> set[str]:
    text = _dump(path).partition("[Ordinal/Name Pointer] Table")[2]
    return set(re.findall(r"^\s*\[\s*\d+\]\s+(?:\+base\[\s*\d+\]\s+[0-9a-f]+\s+)?(\w+)\s*$", text, re.M))


def imports(path: Path, library: str) -> set[str]:
    names: set[str] = set()
    for block in re.split(r"^\s*DLL Name: ", _dump(path), flags=re.M)[1:]:
        if block.split("\n", 1)[0].strip().lower() == f"{library}.dll":
            names |= set(
                re.findall(
                    r"^\s*(?:<none>\s+)?[0-9a-f]+\s+(?:<none>\s+)?(?:[0-9a-f]+\s+)?(\w+)\s*$", block, re.M
                )
            )
    return {name for name in names if not name.isdigit()}


def written(name: str) -> str | None:
    """C of a complex function of this name, with the parameters as Windows hands them over."""
    stem, short, base = name[1:], name.endswith("f"), name[1:]
    if base[-1:] in "fl" and base[:-1] in (*OF_ONE, *TO_REAL, "pow"):
        base = base[:-1]
    kind, number, tail = ("Single", "float", "f") if short and base != stem else ("Double", "double", "")
    if name[0] != "c" or base not in (*OF_ONE, *TO_REAL, "pow"):
        return None
    if base in TO_REAL:
        return f"{number} own_{name}({kind} a) {{ return c{base}{tail}(in{tail}(a)); }}"
    if base == "pow":
        return f"{kind} own_{name}({kind} a, {kind} b) {{ return out{tail}(cpow{tail}(in{tail}(a), in{tail}(b))); }}"
    return f"{kind} own_{name}({kind} a) {{ return out{tail}(c{base}{tail}(in{tail}(a))); }}"


HEAD = """#include <complex.h>
typedef struct { float re, im; } Single;
typedef struct { double re, im; } Double;
static float complex inf(Single a) { return a.re + a.im * I; }
static double complex in(Double a) { return a.re + a.im * I; }
static Single outf(float complex z) { Single a = { crealf(z), cimagf(z) }; return a; }
static Double out(double complex z) { Double a = { creal(z), cimag(z) }; return a; }
"""


def main() -> None:
    what, library, out, *folders = sys.argv[1:]
    target = Path(out)
    there = exports(Path(library))
    if not there:
        raise SystemExit(f"no exports found in {library}")
    if what == "abi3":
        lines = [f"  {n} = python311.{n}" for n in sorted(there)]
        (target / "python3.def").write_text("LIBRARY python3\nEXPORTS\n" + "\n".join(lines) + "\n")
        return
    asked: set[str] = set()
    for path in (path for folder in folders for path in Path(folder).rglob("*")):
        if path.suffix.lower() in (".pyd", ".dll") and path.is_file() and MATH.encode() in path.read_bytes():
            names = imports(path, MATH)
            if any(written(name) for name in names):  # wine 8 exports them, as stubs that abort
                asked |= names
    own = {n: c for n in sorted(asked) if (c := written(n))}
    lines = [f"  {n} = own_{n}" if n in own else f"  {n} = ucrtbase.{n}" for n in sorted(asked)]
    (target / "complex_math.c").write_text(HEAD + "\n".join(own.values()) + "\n")
    (target / "complex_math.def").write_text(f'LIBRARY "{RENAMED}.dll"\nEXPORTS\n' + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
