"""Text that attacks, in every cell that staff fill, through all six steps and out into every file that is made."""

from __future__ import annotations

import email
import html.parser
import re
import zipfile
from email.policy import default
from pathlib import Path
from typing import Any

import pypdf
import pytest
from faults.invariants import complaints
from faults.small_button import copied
from office_at_work import CHECKER, MAKER, DeskOfAnOffice

from xl_macros.click.macro import Ending
from xl_macros.tables.rows import Row
from xl_macros.tables.schema import DECISIONS, EVENTS, OFFICERS, REGISTER, Filled, Kind, Table

MARK = "KALKULATOR"
FORMULAS = (
    f"=cmd|'/C {MARK}'!A0",
    f"+{MARK}()",
    f"-{MARK}()",
    f"@{MARK}()",
    f"\t={MARK}()",
    f"\r={MARK}()",
    f"'={MARK}()",
    f'=HYPERLINK("http://{MARK}.example","klik")',
    f'=DDE("{MARK}";"x";"y")',
    f"_x003D_{MARK}()",
    f"\u200b={MARK}()",
    f"{{={MARK}()}}",
)
MARKUP = (
    f'#read("/etc/passwd") {MARK}',
    f'#panic("{MARK}")',
    f"#{{ import sys: * }} {MARK}",
    f"$ {MARK} $ *tebal* _miring_ `kode` <label> @acuan \\ /* catatan */ // x",
    f'"]) #text(red)[{MARK}',
    f"<script>{MARK}</script><img src=x onerror={MARK}>",
    f"&lt;b&gt;{MARK}&#x41;]]>",
    f"{{number}}{{0.__class__}}%s%n${{x}} {MARK}",
)
TRICKS = (
    "\u202egnp.exe",
    "a\u200bb",
    "\ufeffx",
    "\u2066x\u2069",
    "e\u0301" * 20,
    "\U0001f512" * 300,
    "ﷺ" * 2000,
)
ATTACKS = FORMULAS + MARKUP + TRICKS
LEFT_OUT = {
    (DECISIONS.name, "standing"),  # an unknown standing is refused: tests/actions
    (DECISIONS.name, "urgency"),
    (REGISTER.name, "extent"),
}


OWN_LINK = re.compile(r"""HYPERLINK\("#'\w+'!(?:A1","[\w… :]*lembar \w+|[A-Z]{1,2}\d+","▶ [\w ,]+)"\)""")
"""The drawn sheets' links to other sheets, in words of ours."""


def staff_texts(table: Table) -> list[str]:
    return [
        column.field
        for column in table.columns
        if column.filled is Filled.BY_STAFF
        and column.kind is Kind.TEXT
        and (table.name, column.field) not in LEFT_OUT
    ]


def attacked(desk: DeskOfAnOffice, number: str) -> str:
    """An entry for each attack, which stands in all its cells; `number` is the decision's, which binds the tables.

    It is given a figure: a number without any is none, and is refused.
    """
    number = number if re.search(r"\d", number) else f"{number} 731"

    def decide(rows: list[Row]) -> None:
        rows[0].update(zip(staff_texts(DECISIONS), ATTACKS, strict=False))
        rows[0]["number"] = number

    def enter(rows: list[Row]) -> list[Row]:
        return [
            Row(rows[0] | dict.fromkeys(staff_texts(REGISTER), attack) | {"decision_number": number})
            for attack in ATTACKS
        ]

    desk.edit(DECISIONS, decide)
    desk.edit(REGISTER, enter)
    return str(desk.rows(DECISIONS)[0]["number"])


def through_all_steps(desk: DeskOfAnOffice, number: str) -> None:
    desk.done("receive-decision", CHECKER, target=number, confirmed=True)
    desk.done("attach-scans", target=number, files=(desk.scan("keputusan"),))
    desk.done("build-recap", confirmed=True)
    desk.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    desk.done("store-documents")
    desk.done("export-disposition")
    desk.done("email-report", confirmed=True)
    desk.done("export-public-list")


def formulas_of(path: Path) -> list[str]:
    """Everything in a workbook that Excel would compute, follow or start."""
    found = []
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            text = package.read(name).decode()
            computed = re.findall(
                r"<(?:\w+:)?(?:f|formula\d?|calculatedColumnFormula|definedName)\b[^>]*>([^<]*)<", text
            )
            found += map(html.unescape, computed)
            found += re.findall(r'\bTarget="([^"]*)"', text)
            found += re.findall(r"<(?:ddeLink|oleLink|externalReference)\b[^>]*>", text)
    return found


class Tags(html.parser.HTMLParser):
    """The tags of a page and their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        self.attributes += [f"{name}={value}" for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module", params=[FORMULAS[0], MARKUP[0], MARKUP[5], TRICKS[0]])
def stood(
    request: pytest.FixtureRequest, untouched: DeskOfAnOffice, tmp_path_factory: pytest.TempPathFactory
) -> DeskOfAnOffice:
    """An office full of attacks in which all six steps were done."""
    desk = copied(untouched, tmp_path_factory.mktemp("penuh") / "kantor")
    through_all_steps(desk, attacked(desk, request.param))
    return desk


@pytest.fixture(scope="module")
def harmless(untouched: DeskOfAnOffice, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What Excel would compute or follow in the workbook of an office without any attack."""
    desk = copied(untouched, tmp_path_factory.mktemp("damai") / "kantor")
    through_all_steps(desk, desk.rows(DECISIONS)[0]["number"])
    assert complaints(desk) == []
    return set(formulas_of(desk.book))


def test_an_office_full_of_attacks_is_whole(stood: DeskOfAnOffice) -> None:
    assert complaints(stood) == []
    assert len(stood.rows(REGISTER)) == len(ATTACKS)
    assert stood.rows(REGISTER)[0]["information"] == FORMULAS[0]


def test_text_in_the_cells_of_staff_stays_text_in_every_workbook(
    stood: DeskOfAnOffice, harmless: set[str]
) -> None:
    public = next((stood.folder / "Laporan").glob("Daftar Publik *.xlsx"))
    assert not [formula for formula in formulas_of(stood.book) + formulas_of(public) if MARK in formula]
    assert [
        one for one in formulas_of(stood.book) if one not in harmless and not OWN_LINK.fullmatch(one)
    ] == []
    with zipfile.ZipFile(public) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if "worksheets/" in name]
    assert not [sheet for sheet in sheets if "<f>" in sheet or "<hyperlink" in sheet]


def test_text_in_the_cells_of_staff_stays_text_in_the_web_page(stood: DeskOfAnOffice) -> None:
    page = Tags(next((stood.folder / "Laporan").glob("Daftar Publik *.html")).read_text(encoding="utf-8"))
    assert not {"script", "img", "iframe", "object", "form"} & set(page.tags)
    assert not [attribute for attribute in page.attributes if MARK in attribute or attribute.startswith("on")]
    assert page.text.count(MARK) > len(FORMULAS)


def test_markup_in_the_cells_of_staff_is_printed_and_not_run(stood: DeskOfAnOffice) -> None:
    pages = [
        page for path in (stood.folder / "Laporan").glob("*.pdf") for page in pypdf.PdfReader(path).pages
    ]
    text = re.sub(r"[\s\u200b]", "", "".join(page.extract_text() for page in pages))
    assert "root:x:0:0" not in text
    for attack in MARKUP:
        for word in re.findall(r"[#@${}<\\*_/]+\w+", attack):
            assert word in text, word


def test_marks_that_hide_or_turn_text_are_in_no_file_name(stood: DeskOfAnOffice) -> None:
    names = "".join(path.name for path in stood.folder.rglob("*"))
    assert not set("\u202e\u200b\ufeff\u2066\u2069") & set(names)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a\x00b",
            "\x01\x02\x1f",
            "\x7f\x85",
            "\ud800",
            "a\udcffb",
            "\uffff",
            "]]>",
            "\r\n\r",
            "a\u2028b",
            "  x  ",
        ),
        *("x" * 32_767, "x" * 40_000),
    ],
    ids=lambda text: repr(text)[:20],
)
def test_evidence_of_any_characters_is_sealed_as_it_stands_or_refused(
    scanned: DeskOfAnOffice, text: str
) -> None:
    """The chain of hashes must hold over what comes back from the file, not over what was meant."""
    outcome = scanned.click(
        "record-event",
        target="B-2025-001.01",
        event="persetujuan tertulis",
        outcome="diberikan",
        confirmed=True,
        on="2026-08-20",
        evidence=f"Surat {text}",
        note=text,
    )
    assert outcome.ending in {Ending.DONE, Ending.REFUSED}, outcome.text
    assert complaints(scanned) == []
    assert scanned.done("verify-archive", CHECKER).startswith("Semua utuh")
    assert len(scanned.rows(EVENTS)) == (1 if outcome.ending is Ending.DONE else 0)


# -- codes that only look right ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "\u0412-2025-001.01",  # a Cyrillic letter
        "B-2025-001.\u0660\u0661",  # Arabic digits
        "\uff22-2025-001.01",  # full-width
        "B\u20102025\u2010001.01",  # another hyphen
        "B-2025-001.01\u200b",
        "\u202eB-2025-001.01",
        "b-2025-001.01",
        "B-2025-001.01\n",
        "../B-2025-001.01",
        "B-2025-001.01/../../x",
    ],
)
def test_a_code_of_look_alike_letters_is_no_code(scanned: DeskOfAnOffice, code: str) -> None:
    scanned.edit(REGISTER, lambda rows: rows[0].update(code=code))
    shown = scanned.rows(REGISTER)[0]["code"]
    if shown == "B-2025-001.01":
        return  # the blank at its end was none of the code
    assert "bukan kode register" in scanned.refused("compute-expiry")
    assert "bukan kode register" in scanned.refused("build-recap", confirmed=True)


@pytest.mark.parametrize(
    "berkas",
    [
        *("../../luar", "B-2025-001/../../x", "/luar", "\u0412-2025-001", "B-2025", "CON", ".."),
        "B-2025-" + "9" * 5000,
    ],
    ids=lambda text: text[:20],
)
@pytest.mark.parametrize("button", ["attach-scans", "build-recap", "export-public-list", "verify-archive"])
def test_a_berkas_code_that_was_tampered_with_is_refused_and_no_file_lands_elsewhere(
    scanned: DeskOfAnOffice, berkas: str, button: str
) -> None:
    scanned.edit(DECISIONS, lambda rows: rows[0].update(berkas=berkas))
    everything = sorted(scanned.folder.parent.rglob("*"))
    scan = scanned.scan("lagi", 9)
    officer = CHECKER if button == "verify-archive" else MAKER
    asked = {"attach-scans": ("target", "files"), "build-recap": ("target",)}.get(button, ())
    known = {"target": scanned.rows(DECISIONS)[0]["number"], "files": (scan,)}
    outcome = scanned.click(button, officer, confirmed=True, **{name: known[name] for name in asked})
    assert outcome.ending is Ending.REFUSED, outcome.text
    assert "bukan kode berkas" in outcome.text
    scan.unlink()
    assert sorted(scanned.folder.parent.rglob("*")) == everything


# -- the mail --------------------------------------------------------------------------------------------------


INJECTED = "\r\nBcc: musuh@contoh.net\r\n\r\n<script>"


def test_no_cell_and_no_setting_becomes_a_header_of_the_mail(desk: DeskOfAnOffice) -> None:
    desk.set(
        mail_subject=f"Laporan {{number}}{INJECTED}",
        mail_body=f"Isi{INJECTED}{{officer}}",
        office_name=f"Kantor{INJECTED}",
        secretary_name=f"Sekretaris{INJECTED}",
    )
    desk.edit(OFFICERS, lambda rows: rows[1].update(name=f"{MAKER}\r\nBcc: musuh"))
    maker = desk.rows(OFFICERS)[1]["name"]
    number = desk.rows(DECISIONS)[0]["number"]
    desk.done("receive-decision", CHECKER, target=number)
    desk.done("attach-scans", maker, target=number, files=(desk.scan("keputusan"),))
    desk.done("build-recap", maker, confirmed=True)
    desk.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    desk.done("store-documents", maker)
    desk.done("export-disposition", maker)
    desk.done("email-report", maker)
    (path,) = (desk.folder / "Laporan").glob("*.eml")
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    assert set(map(str.lower, message.keys())) <= {
        "from", "to", "subject", "date", "message-id", "x-unsent", "content-language", "mime-version", "content-type",
    }  # fmt: skip
    assert message["To"] == "sekretaris@kpu.go.id"
    assert "\n" not in message["Subject"]
    assert "musuh@contoh.net" in message["Subject"]
    head = path.read_bytes().split(b"\r\n\r\n", 1)[0]
    assert b"\nBcc:" not in head


@pytest.mark.parametrize(
    "recipient",
    [
        "sekretaris@kpu.go.id\nBcc: musuh@contoh.net",
        "sekretaris@kpu.go.id, musuh@contoh.net",
        "sekretaris@kpu.go.id <musuh@contoh.net>",
        "sekretaris@kpu.go.id\u2028Bcc: x@y.id",
        "sekretaris@k\u0440u.go.id",
        "musuh@contoh.net?cc=sekretaris@kpu.go.id",
        "@kpu.go.id",
    ],
)
def test_a_recipient_with_something_hidden_in_it_is_never_written_to_unasked(
    scanned: DeskOfAnOffice, recipient: str
) -> None:
    reported = scanned
    reported.done("build-recap", confirmed=True)
    reported.done("check-recap", CHECKER, verdict="setuju", confirmed=True)
    reported.done("store-documents")
    reported.done("export-disposition")
    outcome = reported.click("email-report", recipient=recipient)
    assert outcome.ending in {Ending.REFUSED, Ending.QUESTION}
    confirmed = reported.click("email-report", recipient=recipient, confirmed=True)
    for path in (reported.folder / "Laporan").glob("*.eml"):
        message = email.message_from_bytes(path.read_bytes(), policy=default)
        assert len(message["To"].addresses) == 1
        assert message["Bcc"] is None
        assert message["Cc"] is None
    assert confirmed.ending in {Ending.REFUSED, Ending.DONE}
