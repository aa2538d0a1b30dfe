r"""A genuine Windows CPython 3.11 under wine, with a virtual environment that holds the product: made from packages.

python.org's `python311.dll` and all its `.pyd` lie in the PyPI wheel panda3d (folder `deploy_libs`); the standard
library is Linux' own of the same version; launchers and two gaps of wine 8 are compiled by mingw. Everything fetched is
pinned by hash. Each step is done once, and again only when what it is made of has changed, so that a kept folder
costs a second.

    python tests/windows/windows_python.py FOLDER               make it, or bring it up to date
    python tests/windows/windows_python.py FOLDER run WORDS...  run it

Needs wine, wine64, gcc-mingw-w64-x86-64 and this program under CPython 3.11 with pip.
"""

from __future__ import annotations

import compileall
import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
SHIMS = HERE / "shims"
COMPILER = "x86_64-w64-mingw32-gcc"
NEEDED = ("wine", "wineserver", COMPILER, "x86_64-w64-mingw32-objdump")
BASE_WHEEL = "panda3d-1.10.16-cp311-cp311-win_amd64.whl"
BASE_SHA256 = "37acfb92655c4226879f95c988e2ef1449a53c54486d6c1ebc00e2772429af82"
TEST_TOOLS = [
    "pytest",
    "pytest-socket",
    "pytest-xdist",
    "hypothesis",
    "openpyxl",
    "pyopenvba",
    "holidays",
    "iniconfig",
    "pluggy",
    "pygments",
    "sortedcontainers",
    "et-xmlfile",
    "execnet",
    "attrs",
    "markdown-it-py",
    "mdurl",
    "pypdf",
    "python-dateutil",
    "six",
    "coverage",
    "pytest-cov",
]
MOUNTS = r"HKLM\System\CurrentControlSet\Services\MountMgr"
PATIENCE_SECONDS = 1200.0  # a busy machine is no failure; who waits for less has a limit of its own
PRIVATE = 0o077
"""wine reads access lists off file modes: what is made inside is closed to others, as below a Windows profile."""
SOURCES_OF_TOOLS = ("bagit",)  # published without a wheel, and pure Python
LEFT_OUT = shutil.ignore_patterns(
    "__pycache__", "lib-dynload", "*-packages", "test", "tests", "idlelib", "tkinter", "turtledemo", "config-3*",
    "_sysconfigdata*", "*.so",
)  # fmt: skip
LOADED = [
    "numpy",
    "pandas",
    "lxml.etree",
    "pikepdf",
    "typst",
    "cryptography.hazmat.bindings._rust",
    "zxingcpp",
    "PIL._imaging",
    "pi_heif",
    "isal.isal_zlib",
    "python_calamine",
    "msgspec",
    "win32api",
    "pythoncom",
    "win32com.client",
    "win32security",
    "win32cred",
    "keyring",
    "sqlite3",
    "ssl",
    "ctypes",
    "multiprocessing.connection",
    "xl_macros.cli",
]


def missing_programs() -> list[str]:
    """What this cannot be done without on this computer; empty when all is there."""
    found = [name for name in NEEDED if shutil.which(name) is None]
    return found + ([] if sys.version_info[:2] == (3, 11) else ["CPython 3.11"])


@dataclass(frozen=True, slots=True)
class Ended:
    """What came of a program: its exit code (124 when it was ended for being late) and all that it printed."""

    code: int
    text: str


class WindowsPython:
    """The Windows Python of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.prefix, self.work, self.done = (self.folder / name for name in ("prefix", "work", "done"))
        self.drive = self.prefix / "drive_c"
        self.timings: dict[str, float] = {}
        self._keys: dict[str, str] = {}

    # -- where things lie ------------------------------------------------------------------------------------

    @property
    def environment(self) -> dict[str, str]:
        """Only what wine itself needs: it hands all on to Windows, where a LOCALAPPDATA of the tests' would rule.

        No DISPLAY: the prefix draws with wine's null driver.
        """
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "USER", "TZ") if name in os.environ}
        wine = {"WINEPREFIX": str(self.prefix), "WINEARCH": "win64", "WINEDEBUG": "-all", "LC_ALL": "C.UTF-8"}
        return kept | wine

    @property
    def local(self) -> Path:
        """%LOCALAPPDATA%."""
        return self.unix_path(self.windows_local)

    @property
    def windows_local(self) -> PureWindowsPath:
        kept = self.folder / "local_app_data"
        if not kept.is_file():
            said = self.wine("cmd", "/c", "echo %LOCALAPPDATA%").text
            kept.write_text(said.strip().splitlines()[-1].strip())
        return PureWindowsPath(kept.read_text())

    def unix_path(self, path: PureWindowsPath) -> Path:
        return self.drive.joinpath(*path.parts[1:])

    @property
    def start_menu(self) -> Path:
        return self.local.parent / "Roaming" / "Microsoft" / "Windows" / "Start Menu"

    @property
    def base(self) -> Path:
        return self.local / "Programs" / "Python" / "Python311"

    @property
    def program(self) -> Path:
        return self.local / "Kecuali"

    @property
    def aside(self) -> Path:
        return self.local / "Kecuali-aside"

    @property
    def venv(self) -> Path:
        return self.program / "venv"

    @property
    def packages(self) -> Path:
        return self.venv / "Lib" / "site-packages"

    # -- running ---------------------------------------------------------------------------------------------

    def run(
        self,
        *words: str,
        seconds: float = PATIENCE_SECONDS,
        folder: Path | None = None,
        python: Path | None = None,
        **variables: str,
    ) -> Ended:
        """The virtual environment's Python (or another) with these arguments.

        Never from the checkout's own folder: `-m` would take the product from there instead of the installed one.
        """
        program = python or self.venv / "Scripts" / "python.exe"
        return self.wine(str(program), *words, seconds=seconds, folder=folder or self.drive, **variables)

    def wine(
        self, *words: str, seconds: float = PATIENCE_SECONDS, folder: Path | None = None, **variables: str
    ) -> Ended:
        """Output crosses a pipe: Python takes no file as a handle under wine. Nobody waits for what stays behind."""
        with tempfile.NamedTemporaryFile() as kept:
            started = subprocess.Popen(
                ["sh", "-c", '"$@" 2>&1 | cat', "sh", "sh", "-c", '"$@"; printf "\\n::%s" $?', "sh", "wine", *words],
                env=self.environment | variables, cwd=folder, stdin=subprocess.DEVNULL, stdout=kept,
                stderr=subprocess.STDOUT, start_new_session=True, umask=PRIVATE,
            )  # fmt: skip
            deadline, text = time.monotonic() + seconds, ""
            while time.monotonic() < deadline:
                ended = started.poll() is not None
                text = Path(kept.name).read_text(encoding="utf-8", errors="replace")
                if ended or text.rstrip().rpartition("\n")[2].startswith("::"):
                    break
                time.sleep(0.05)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(
                    started.pid, 9
                )  # a service of wine may hold the pipe long after the program has ended
            started.wait()
        body, _, code = text.rstrip().rpartition("\n::")
        return Ended(int(code) if code.isdigit() else 124, body or text)

    def begin(self) -> None:
        """Keep wine's services between programs: starting them takes longer than starting Python."""
        subprocess.run(["wineserver", "-p"], env=self.environment, check=False, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, umask=PRIVATE)  # fmt: skip

    def end(self) -> None:
        """End all that runs in this prefix."""
        for what in ("-k", "-w"):
            subprocess.run(["wineserver", what], env=self.environment, check=False, capture_output=True)

    @contextlib.contextmanager
    def without_program(self) -> Iterator[Path]:
        """For a while as on a PC where nothing is installed; the folder where the program would lie."""
        self.program.rename(self.aside)
        try:
            yield self.program
        finally:
            self.put_back()

    def put_back(self) -> None:
        """What `without_program` put aside, also when that run was ended in the middle."""
        if self.aside.is_dir():
            shutil.rmtree(self.program, ignore_errors=True)
            self.aside.rename(self.program)

    # -- making ----------------------------------------------------------------------------------------------

    def make(self, checkout: Path = CHECKOUT) -> WindowsPython:
        """Bring the folder up to date."""
        lacking = missing_programs()
        if lacking:
            raise SystemExit(f"missing: {', '.join(lacking)}")
        for path in (self.work, self.done):
            path.mkdir(parents=True, exist_ok=True)
        self.end()  # what a run that was ended left behind
        changed = [
            self._step("wheel", BASE_SHA256, self._fetch_base),
            self._step("prefix", _said("wine", "--version") + MOUNTS, self._make_prefix),
        ]
        self.put_back()
        changed += [
            self._step("base", self._keys["prefix"] + _hash(*SHIMS.iterdir()), self._make_base),
            self._step("environment", self._keys["base"], self._make_environment),
            self._step("runtime", self._keys["environment"] + _hash(checkout / "requirements.txt"),
                       lambda: self._fetch_runtime(checkout)),
            self._step("product", self._keys["runtime"] + _hash(*_product_files(checkout)),
                       lambda: self._build_product(checkout)),
            self._step("tools", self._keys["prefix"] + _hash(checkout / "requirements-dev.txt", Path(__file__)),
                       lambda: self._fetch_tools(checkout)),
            self._step("loaded", "".join(self._keys.values()), self._load),
        ]  # fmt: skip
        if any(changed):
            self.end()
        return self

    def _step(self, name: str, key: str, act: Callable[[], None]) -> bool:
        self._keys[name] = hashlib.sha256(key.encode()).hexdigest()[:16]
        mark = self.done / name
        if mark.is_file() and mark.read_text() == self._keys[name]:
            return False
        mark.unlink(missing_ok=True)
        begun = time.monotonic()
        act()
        mark.write_text(self._keys[name])
        self.timings[name] = round(time.monotonic() - begun, 1)
        return True

    def _fetch_base(self) -> None:
        _pip("download", "--no-deps", "--only-binary=:all:", "--platform", "win_amd64", "--python-version", "3.11",
             "-d", str(self.work), "panda3d==1.10.16")  # fmt: skip
        wheel = self.work / BASE_WHEEL
        if hashlib.sha256(wheel.read_bytes()).hexdigest() != BASE_SHA256:
            raise SystemExit(f"{BASE_WHEEL} is not the one that is meant")
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(self.work, [n for n in packed.namelist() if n.startswith("deploy_libs/")])
        wheel.unlink()

    def _make_prefix(self) -> None:
        self.end()
        shutil.rmtree(self.prefix, ignore_errors=True)
        (self.folder / "local_app_data").unlink(missing_ok=True)
        self._run_checked("wineboot", "-i", WINEDLLOVERRIDES="mscoree,mshtml=")
        self._run_checked("reg", "add", r"HKCU\Software\Wine\Drivers", "/v", "Graphics", "/d", "null", "/f")
        # each look at a file would ask this service for its disk's name, and take several times as long
        self._run_checked("reg", "add", MOUNTS, "/v", "Start", "/t", "REG_DWORD", "/d", "4", "/f")
        # a program that crashes ends, instead of waiting in a debugger
        self.wine("reg", "delete", r"HKLM\Software\Microsoft\Windows NT\CurrentVersion\AeDebug", "/f")

    def _make_base(self) -> None:
        shutil.rmtree(self.base, ignore_errors=True)
        (self.base / "DLLs").mkdir(parents=True)
        libraries, flags = self.work / "deploy_libs", ["-O1", "-s", "-municode", "-static"]
        launchers = self.base / "Lib" / "venv" / "scripts" / "nt"
        shutil.copytree(sysconfig.get_paths()["stdlib"], self.base / "Lib", ignore=LEFT_OUT)
        (self.base / "Lib" / "site-packages").mkdir(exist_ok=True)
        shutil.copy(SHIMS / "sitecustomize.py", self.base / "Lib")
        _complete_ensurepip(self.base / "Lib" / "ensurepip")
        launchers.mkdir(parents=True, exist_ok=True)
        for name, windowed in (("python", []), ("pythonw", ["-mwindows", "-DWINDOWED"])):
            main, launcher = SHIMS / "python_main.c", SHIMS / "venv_launcher.c"
            _compile(*flags, *windowed, "-o", self.base / f"{name}.exe", main, "-lshell32")
            _compile(*flags, *windowed, "-o", launchers / f"{name}.exe", launcher)
        random_bytes = self.drive / "windows" / "system32" / "bcryptprimitives.dll"
        if not random_bytes.exists():
            _compile(
                "-O1", "-s", "-shared", "-static", "-o", random_bytes, SHIMS / "process_prng.c", "-lbcrypt"
            )
        _forward("abi3", libraries / "python311.dll", self.work)
        (self.work / "unused.c").write_text("int unused;\n")
        _compile("-shared", "-nostdlib", "-o", self.base / "python3.dll", self.work / "unused.c",
                 self.work / "python3.def", "-Wl,--entry=0")  # fmt: skip
        shutil.copy(libraries / "python311.dll", self.base)
        shutil.copy(libraries / "VCRUNTIME140.dll", self.base / "vcruntime140.dll")
        for path in (*libraries.glob("*.pyd"), *libraries.glob("lib*.dll"), libraries / "sqlite3.dll"):
            shutil.copy(path, self.base / "DLLs")
        compileall.compile_dir(self.base / "Lib", quiet=2, workers=0)

    def _make_environment(self) -> None:
        shutil.rmtree(self.venv, ignore_errors=True)
        made = self.run("-m", "venv", "--without-pip", str(self.windows_local / "Kecuali" / "venv"),
                        python=self.base / "python.exe")  # fmt: skip
        if not (self.venv / "Scripts" / "pythonw.exe").exists():
            raise SystemExit(f"no virtual environment: {made.text}")

    def _fetch_runtime(self, checkout: Path) -> None:
        shutil.rmtree(self.packages, ignore_errors=True)
        self._fetch(checkout / "requirements.txt", self.packages)
        system = self.drive / "windows" / "system32"
        _forward("math", system / "ucrtbase.dll", self.work, self.packages)
        _compile("-O1", "-s", "-shared", "-static", "-o", system / "own-ms-win-crt-math-l1-1-0.dll",
                 self.work / "complex_math.c", self.work / "complex_math.def", "-Wl,--exclude-all-symbols")  # fmt: skip

    def _build_product(self, checkout: Path) -> None:
        new = self.work / "new"
        shutil.rmtree(new, ignore_errors=True)
        for old in (self.packages / "xl_macros", *self.packages.glob("kecuali-*.dist-info")):
            shutil.rmtree(old, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(new)],
                       cwd=checkout, check=True, capture_output=True)  # fmt: skip
        with zipfile.ZipFile(next(new.glob("*.whl"))) as packed:
            packed.extractall(self.packages)

    def _fetch_tools(self, checkout: Path) -> None:
        tools = self.drive / "test_tools"
        shutil.rmtree(tools, ignore_errors=True)
        self._fetch(checkout / "requirements-dev.txt", tools, TEST_TOOLS)
        self._fetch(checkout / "requirements-dev.txt", tools, SOURCES_OF_TOOLS, wheels=False)

    def _fetch(self, lock: Path, folder: Path, names: Sequence[str] = (), *, wheels: bool = True) -> None:
        wanted = self.work / "wanted.txt"
        wanted.write_text(_said(sys.executable, str(HERE / "locked_for_windows.py"), str(lock), *names))
        windows = [
            "--only-binary=:all:",
            "--platform",
            "win_amd64",
            "--python-version",
            "3.11",
            "--implementation",
            "cp",
        ]
        sources = ["--upgrade", "--no-build-isolation"]  # built by what this environment has locked
        _pip("install", "--root-user-action=ignore", "--no-deps", "--require-hashes", "--no-warn-script-location",
             *(windows if wheels else sources), "--target", str(folder), "-r", str(wanted))  # fmt: skip

    def _load(self) -> None:
        """Every compiled package once."""
        code = f"import importlib\nfor name in {LOADED!r}: importlib.import_module(name)"
        ended = self.run("-c", code)
        if ended.code:
            raise SystemExit(f"does not load: {ended.text}")

    def _run_checked(self, *words: str, **variables: str) -> None:
        ended = self.wine(*words, **variables)
        if ended.code:
            raise SystemExit(f"{words}: {ended.code} {ended.text}")


def _hash(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _product_files(checkout: Path) -> list[Path]:
    parts = [checkout / name for name in ("xl_macros", "workbook", "templates", "docs")]
    inside = [
        path
        for part in parts
        for path in part.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    return [*inside, checkout / "pyproject.toml", checkout / "requirements.txt"]


def _said(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def _complete_ensurepip(folder: Path) -> None:
    """Debian's ensurepip takes its wheels from a folder of the system; the copy brings them along."""
    kept = sysconfig.get_config_var("WHEEL_PKG_DIR")
    if kept:
        shutil.copytree(kept, folder / "_bundled", dirs_exist_ok=True)
        text = (folder / "__init__.py").read_text()
        own = text.replace(
            "sysconfig.get_config_var('WHEEL_PKG_DIR')", "os.path.dirname(__file__) + '/_bundled'"
        )
        (folder / "__init__.py").write_text(own)


def _pip(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", words[0], "-q", *words[1:]], check=True)


def _compile(*words: str | Path) -> None:
    subprocess.run([COMPILER, *map(str, words)], check=True)


def _forward(what: str, library: Path, out: Path, *folders: Path) -> None:
    subprocess.run([sys.executable, str(SHIMS / "forwarders.py"), what, str(library), str(out), *map(str, folders)],
                   check=True, capture_output=True)  # fmt: skip


def main() -> int:
    if len(sys.argv) < 2:
        sys.stderr.write(__doc__ or "")
        return 2
    windows = WindowsPython(Path(sys.argv[1]))
    if sys.argv[2:3] == ["run"]:
        ended = windows.run(*sys.argv[3:])
        sys.stdout.write(ended.text)
        return ended.code
    windows.make()
    sys.stdout.write("".join(f"{name:12} {seconds:6.1f} s\n" for name, seconds in windows.timings.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
