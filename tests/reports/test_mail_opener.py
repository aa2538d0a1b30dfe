from __future__ import annotations

import stat
import sys
from datetime import datetime
from pathlib import Path

import pytest

from xl_macros.reports.draft import DesktopError, ReadDraft, read_draft
from xl_macros.reports.mail import MailDraft, compose_eml
from xl_macros.reports.mail_opener import open_draft, this_desktop
from xl_macros.reports.windows_desktop import WindowsDesktop

BODY = "Yth. Sekretaris,\n\nTerlampir laporan.\n"


@pytest.fixture
def eml(tmp_path: Path) -> Path:
    path = tmp_path / "draf.eml"
    path.write_bytes(
        compose_eml(
            MailDraft(
                sender="",
                to="Bonafantura Yosman <sekretaris@kpu.go.id>",
                subject="Laporan é",
                body=BODY,
                attachment_name="Laporan.pdf",
                attachment=b"%PDF-1.7 laporan",
                made_at=datetime(2026, 11, 30, 14, 30),
            )
        )
    )
    return path


class Pc:
    """A PC that has only the given programs and remembers what was shown."""

    def __init__(self, *programs: str) -> None:
        self.programs = programs
        self.shown: list[str] = []
        self.clipboard = ""

    def _use(self, program: str) -> None:
        if program not in self.programs:
            raise DesktopError(program)
        self.shown.append(program)

    def show_in_classic_outlook(self, draft: ReadDraft, scratch: Path) -> None:
        assert draft.attachment == b"%PDF-1.7 laporan"
        assert scratch.is_dir()
        self._use("classic")

    def show_in_new_outlook(self, eml: Path) -> None:
        assert eml.is_file()
        self._use("new")

    def show_in_default_program(self, eml: Path) -> None:
        assert eml.is_file()
        self._use("default")

    def show_folder(self, eml: Path) -> None:
        assert eml.is_file()
        self._use("folder")

    def copy_text(self, text: str) -> None:
        self._use("clipboard")
        self.clipboard = text


@pytest.mark.parametrize(
    ("programs", "used", "said"),
    [
        (("classic", "new", "default", "folder"), ["classic"], "terbuka di Outlook."),
        (("new", "default", "folder"), ["new"], "terbuka di Outlook baru."),
        (("default", "folder"), ["default"], "terbuka di program surel."),
        (
            ("folder", "clipboard"),
            ["folder", "clipboard"],
            "foldernya telah dibuka dan isi surel telah disalin",
        ),
        (("clipboard",), ["clipboard"], "isi surel telah disalin"),
        ((), [], "Tidak ada program surel"),
    ],
)
def test_the_first_way_that_works_is_taken_and_said(
    eml: Path, programs: tuple[str, ...], used: list[str], said: str
):
    pc = Pc(*programs)
    sentence = open_draft(eml, BODY, desktop=pc)
    assert pc.shown == used
    assert said in sentence
    assert "belum dikirim" in sentence
    assert pc.clipboard == ("Yth. Sekretaris,\n\nTerlampir laporan." if "clipboard" in used else "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a desktop of its own")
def test_without_windows_the_draft_stays_where_it_is(eml: Path):
    assert this_desktop() is None
    assert str(eml) in open_draft(eml, BODY)


def test_the_draft_is_read_back_as_it_was_written(eml: Path):
    draft = read_draft(eml)
    assert draft == ReadDraft(
        to="Bonafantura Yosman <sekretaris@kpu.go.id>",
        subject="Laporan é",
        body=BODY.replace("\n", "\r\n"),
        attachment_name="Laporan.pdf",
        attachment=b"%PDF-1.7 laporan",
    )


def test_a_file_that_is_no_draft_is_not_shown(tmp_path: Path):
    other = tmp_path / "lain.eml"
    other.write_bytes(b"Subject: x\r\n\r\nisi\r\n")
    with pytest.raises(ValueError, match=r"lain\.eml"):
        open_draft(other, BODY, desktop=Pc("classic"))


class Attachments:
    def __init__(self) -> None:
        self.added: list[tuple[str, bytes, int]] = []

    def Add(self, path: str) -> None:  # noqa: N802 - Outlook's name
        folder = Path(path).parent
        self.added.append((Path(path).name, Path(path).read_bytes(), stat.S_IMODE(folder.stat().st_mode)))


class Item:
    """An Outlook mail item: what was set, whether it is on the screen; sending it fails the test."""

    def __init__(self, breaks: bool) -> None:
        self.To = self.Subject = self.Body = ""
        self.Attachments = Attachments()
        self.displayed = False
        self._breaks = breaks

    def Display(self, modal: bool) -> None:  # noqa: N802 - Outlook's name
        if self._breaks:
            raise OSError("RPC server is unavailable")
        assert modal is False, "Excel would wait for the window"
        self.displayed = True

    def Send(self) -> None:  # noqa: N802 - Outlook's name
        raise AssertionError("a draft was sent")


class Outlook:
    def __init__(self, breaks: bool = False) -> None:
        self.items: list[Item] = []
        self._breaks = breaks

    def CreateItem(self, kind: int) -> Item:  # noqa: N802 - Outlook's name
        assert kind == 0
        self.items.append(Item(self._breaks))
        return self.items[-1]


class Windows:
    """Registry, programs and the file opener of a PC."""

    def __init__(self, registry: dict[str, object] | None = None, opens: bool = True) -> None:
        self.registry = registry or {}
        self.opens = opens
        self.started: list[list[str]] = []
        self.typed: list[bytes | None] = []
        self.opened: list[str] = []

    def value(self, key: str, name: str) -> object:
        return self.registry.get(f"{key}|{name}")

    def start(self, command: list[str], text: bytes | None) -> None:
        self.started.append(list(command))
        self.typed.append(text)

    def open(self, path: str) -> None:
        if not self.opens:
            raise OSError("no program is associated")
        self.opened.append(path)


OLK = r"Software\Microsoft\Windows\CurrentVersion\App Paths\olk.exe|"
CHOSEN = r"Software\Microsoft\Office\16.0\Outlook\Preferences|UseNewOutlook"


def on(windows: Windows, outlook: Outlook | None) -> WindowsDesktop:
    def dispatch(name: str) -> Outlook:
        assert name == "Outlook.Application"
        if outlook is None:
            raise DesktopError("not installed")
        return outlook

    return WindowsDesktop(dispatch, windows.value, windows.start, windows.open)


def test_classic_outlook_gets_the_whole_draft_on_its_screen(eml: Path):
    outlook, windows = Outlook(), Windows()
    assert "terbuka di Outlook." in open_draft(eml, BODY, desktop=on(windows, outlook))
    (item,) = outlook.items
    assert (item.To, item.Subject, item.Body, item.displayed) == (
        "Bonafantura Yosman <sekretaris@kpu.go.id>",
        "Laporan é",
        BODY.replace("\n", "\r\n"),
        True,
    )
    ((name, content, mode),) = item.Attachments.added
    assert (name, content) == ("Laporan.pdf", b"%PDF-1.7 laporan")
    assert mode == 0o700 or sys.platform == "win32"
    assert sorted(path.name for path in eml.parent.iterdir()) == ["draf.eml"], (
        "the private copy is gone again"
    )
    assert not windows.started


def test_a_user_who_switched_to_new_outlook_is_not_sent_back(eml: Path):
    outlook = Outlook()
    windows = Windows({CHOSEN: 1, OLK: r'"C:\Program Files\olk.exe"'})
    assert "Outlook baru" in open_draft(eml, BODY, desktop=on(windows, outlook))
    assert outlook.items == []
    assert windows.started == [[r"C:\Program Files\olk.exe", str(eml)]]


def test_a_broken_outlook_leads_to_the_next_way_and_leaves_nothing_behind(eml: Path):
    windows = Windows()
    assert "program surel" in open_draft(eml, BODY, desktop=on(windows, Outlook(breaks=True)))
    assert windows.opened == [str(eml)]
    assert sorted(path.name for path in eml.parent.iterdir()) == ["draf.eml"]


def test_a_pc_without_any_mail_program_gets_the_text_on_its_clipboard(eml: Path):
    windows = Windows(opens=False)
    sentence = open_draft(eml, BODY, desktop=on(windows, None))
    assert "isi surel telah disalin" in sentence
    assert windows.typed[0].decode("utf-16") == BODY.strip()
    assert windows.started[0][0].endswith("clip.exe")
    assert len(windows.started[0][0]) > len("clip.exe"), "by its full path only"
