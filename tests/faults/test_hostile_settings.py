"""Pengaturan and Referensi of a workbook that somebody handed over: no value of a setting runs, climbs or hides.

`KECUALI_LONG=1` tries every attack in every setting; without, three in each, which differ from setting to setting.
"""

from __future__ import annotations

import email
import os
import random
from email.policy import default
from pathlib import Path

import pypdf
import pytest
from faults.invariants import complaints
from faults.small_button import copied
from faults.test_hostile_cells import formulas_of
from office_at_work import CHECKER, DeskOfAnOffice

from xl_macros.click.macro import Ending
from xl_macros.tables.schema import HOLIDAYS, LEGAL_BASES, SETTING_ROWS, STEPS, WORKING_HOURS

LONG = os.environ.get("KECUALI_LONG") == "1"
ATTACKS = (
    '#read("/etc/passwd") #panic("x") $ * _ ` <a> @b \\',
    "=cmd|'/C calc'!A0\r\nBcc: musuh@contoh.net",
    "../../../../../../etc/passwd",
    "{0.__class__.__init__.__globals__}{number.__class__}%s",
    "\u202e<script>alert(1)</script>CON\u200b",
    "\\\\jahat\\berbagi\\..\\x",
    "..\\..\\Windows\\NUL.txt",
)
OTHER_KINDS = (True, -1, 10**15, 0.5, "x" * 32_767, "\t \u00a0")
"""What a cell can hold that is no text, blank text, and as much of it as fits."""
BUTTONS = {
    "scan": "attach-scans",
    "inbox": "attach-scans",
    "encrypt": "attach-scans",
    "mail": "email-report",
    "allowed_mail": "email-report",
    "secretary_email": "email-report",
    "special": "store-documents",
    "allow_synced": "store-documents",
}


def button_for(field: str) -> str:
    """The button that makes something of the setting; most stand on the report."""
    return next(
        (button for start, button in BUTTONS.items() if field.startswith(start)), "export-disposition"
    )


@pytest.fixture(scope="module")
def offices(
    with_scans: DeskOfAnOffice, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, DeskOfAnOffice]:
    """The office just before each of the buttons."""
    folder, made = tmp_path_factory.mktemp("pengaturan"), {"attach-scans": with_scans}
    desk = copied(with_scans, folder / "kantor")
    desk.done("build-recap", confirmed=True)
    desk.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    for button in ("store-documents", "export-disposition"):
        made[button] = copied(desk, folder / button)
        desk.done(button)
    made["email-report"] = desk
    return made


def around(desk: DeskOfAnOffice) -> list[str]:
    """What lies beside the office folder."""
    return sorted(path.name for path in desk.folder.parent.iterdir())


@pytest.mark.parametrize("field", [setting.field for setting in SETTING_ROWS])
def test_whatever_stands_in_a_setting_is_text_or_is_refused(
    field: str, offices: dict[str, DeskOfAnOffice], tmp_path: Path
) -> None:
    button = button_for(field)
    chance = random.Random(field)  # noqa: S311  # every one has its turn
    attacks = [*ATTACKS, *OTHER_KINDS] if LONG else [*chance.sample(ATTACKS, 2), chance.choice(OTHER_KINDS)]
    for number, attack in enumerate(attacks):
        desk = copied(offices[button], tmp_path / f"{number}" / "kantor")
        desk.set(**{field: attack})
        answers = (
            {"files": (desk.scan("baru", 7),), "target": "B-2025-001.01"} if button == "attach-scans" else {}
        )
        outcome = desk.click(button, **answers)
        assert outcome.ending in {Ending.DONE, Ending.REFUSED, Ending.QUESTION}, f"{attack}: {outcome.text}"
        assert around(desk) == ["kantor"]
        assert complaints(desk) == []
        if outcome.ending is Ending.DONE:
            nothing_ran(desk)


def nothing_ran(desk: DeskOfAnOffice) -> None:
    assert not [formula for formula in formulas_of(desk.book) if "cmd|" in formula]
    for path in (desk.folder / "Laporan").iterdir():
        assert not set("\u202e\u200b<>:*?|\r\n") & set(path.name), path.name
        if path.suffix == ".pdf":
            text = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
            assert "root:x:0:0" not in text
        if path.suffix == ".eml":
            message = email.message_from_bytes(path.read_bytes(), policy=default)
            assert message["Bcc"] is None
            assert len(message["To"].addresses) == 1


@pytest.mark.parametrize("attack", ATTACKS[::2])
@pytest.mark.parametrize(
    ("table", "field"),
    [
        (STEPS, "name"), (STEPS, "role"), (STEPS, "standard"), (STEPS, "output"),
        (LEGAL_BASES, "act"), (LEGAL_BASES, "valid_from"), (LEGAL_BASES, "replaced_by"),
        (HOLIDAYS, "date"), (HOLIDAYS, "kind"), (WORKING_HOURS, "weekdays"), (WORKING_HOURS, "opens"),
    ],
    ids=lambda each: getattr(each, "name", each)[:20],
)  # fmt: skip
def test_whatever_stands_in_referensi_is_text_or_is_refused(
    table: object, field: str, attack: str, offices: dict[str, DeskOfAnOffice], tmp_path: Path
) -> None:
    desk = copied(offices["export-disposition"], tmp_path / "kantor")
    desk.edit(table, lambda rows: [row.update({field: attack}) for row in rows][:0])
    outcome = desk.click("export-disposition")
    assert outcome.ending in {Ending.DONE, Ending.REFUSED}, outcome.text
    assert complaints(desk) == []
    if outcome.ending is Ending.DONE:
        nothing_ran(desk)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are a thing of POSIX")
def test_a_logo_that_is_a_pipe_is_refused_and_not_waited_for(
    offices: dict[str, DeskOfAnOffice], tmp_path: Path
) -> None:
    desk = copied(offices["export-disposition"], tmp_path / "kantor")
    os.mkfifo(desk.folder / "logo.png")
    desk.set(logo_file="logo.png")
    outcome = desk.click("export-disposition")
    assert outcome.ending is Ending.REFUSED
    assert "Berkas logo logo.png tidak ditemukan" in outcome.text
