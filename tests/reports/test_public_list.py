from __future__ import annotations

import re
import zipfile
from dataclasses import fields
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from xl_macros.places.resources import template
from xl_macros.reports.public_list import (
    HEADERS,
    NO_LINES,
    SIX_HEADERS,
    PublicLine,
    SixLine,
    render_html,
    render_pdf,
    render_six_columns,
    write_xlsx,
)

FORMULAS = (
    '=HYPERLINK("http://a.example";"x")',
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "=cmd|'/c calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "{=1+1}",
    "https://a.example",
    "00123",
    "_x003D_1",
)


class Page(HTMLParser):
    """Tags, their attributes and the table's cells, read the way a browser reads them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.cells: list[list[str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.cells.append([])
        if tag in {"td", "th"}:
            self.cells[-1].append("")
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.cells and {"td", "th"} & set(self.open):
            self.cells[-1][-1] += data


def attack_lines(texts: tuple[str, ...]) -> tuple[PublicLine, ...]:
    return tuple(PublicLine(title=t, legal_basis=t, period_text=t, status=t) for t in texts)


def test_a_line_has_no_field_for_anything_but_title_basis_period_and_status():
    assert {field.name for field in fields(PublicLine)} == {
        "title",
        "legal_basis",
        "period_text",
        "status",
        "until",
        "is_open",
        "decision",
        "symbol",
        "cause",
    }


def test_the_page_is_a_marked_up_table_in_indonesian(samples):
    page = Page(render_html(samples.public()))
    tags = dict(page.tags)
    assert page.open == []
    assert ("html", {"lang": "id"}) in page.tags
    assert [tag for tag, _ in page.tags].count("h1") == 1
    assert "caption" in tags
    assert [a["scope"] for t, a in page.tags if t == "th"] == ["col"] * len(HEADERS) + ["row"] * 9
    assert page.cells[0] == list(HEADERS)
    assert page.cells[1] == ["A. Masih dikecualikan (1)"]
    assert page.cells[3] == ["B. Sudah terbuka (8)"]
    assert page.cells[2][1:] == [
        "Berkas yang masih dikecualikan",
        "UU 14/2008 Pasal 17 huruf a",
        "2 tahun",
        "● dikecualikan",
        "31 Maret 2027",
    ]


def test_the_page_loads_nothing_and_runs_nothing(samples):
    page = Page(render_html(samples.public()))
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert not [
        a for _, a in page.tags if {"src", "href", "action"} & set(a) or any(k.startswith("on") for k in a)
    ]
    assert "url(" not in render_html(samples.public())


@pytest.mark.parametrize("attack", range(11))
def test_hostile_text_becomes_text_in_the_page(samples, attack: int):
    text = samples.hostile[attack]
    page = Page(render_html(samples.public(lines=attack_lines((text,)), office_name=text)))
    assert [tag for tag, _ in page.tags] == [
        tag for tag, _ in Page(render_html(samples.public(lines=attack_lines(("a",))))).tags
    ]
    assert page.cells[2][1].split() == page.cells[2][2].split()
    if text.isascii() and text.isprintable():
        assert page.cells[2][1] == " ".join(text.split())


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance of #rrggbb."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_of_the_page_has_a_contrast_of_at_least_four_and_a_half():
    css = template("daftar_publik.html").read_text(encoding="utf-8").split("<style>")[1].split("</style>")[0]
    rules = re.findall(r"[^{}]+\{([^{}]*)\}", css)
    pairs = []
    for rule in rules:
        text = re.search(r"(?<![-\w])color:\s*(#[0-9a-f]{6})", rule)
        ground = re.search(r"background:\s*(#[0-9a-f]{6})", rule)
        assert bool(text) == bool(ground), f"a colour without its ground: {rule}"
        if text and ground:
            pairs.append((text.group(1), ground.group(1)))
    assert len(pairs) >= 6
    assert min(contrast(*pair) for pair in pairs) >= 4.5


def test_the_colours_of_printed_pages_have_that_contrast_too():
    style = template("gaya.typ").read_text(encoding="utf-8")
    colours = dict(re.findall(r'#let (\w+) = rgb\("(#[0-9a-f]{6})"\)', style))
    for text in ("biru", "jingga", "abu"):
        for ground in ("#ffffff", colours["dasar"], "#f3efe8"):  # f3efe8: the letters of the example mark
            assert contrast(colours[text], ground) >= 4.5


def test_an_empty_list_says_so_everywhere(samples, tmp_path: Path):
    empty = samples.public(lines=())
    assert NO_LINES in render_html(empty)
    assert NO_LINES in samples.whole_text(render_pdf(empty))
    write_xlsx(empty, tmp_path / "a.xlsx")
    assert NO_LINES in {
        cell.value for row in openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows() for cell in row
    }


def test_an_example_says_that_it_is_one_everywhere(samples, tmp_path: Path):
    example = samples.public(is_example=True)
    assert "CONTOH" in render_html(example)
    assert "CONTOH" in samples.whole_text(render_pdf(example))
    write_xlsx(example, tmp_path / "a.xlsx")
    assert "CONTOH" in openpyxl.load_workbook(tmp_path / "a.xlsx").active["A1"].value


@pytest.fixture
def sheet(samples, tmp_path: Path):
    write_xlsx(samples.public(lines=attack_lines(FORMULAS)), tmp_path / "daftar.xlsx")
    return openpyxl.load_workbook(tmp_path / "daftar.xlsx").active


def test_no_cell_of_the_workbook_is_a_formula_a_link_or_a_number(sheet):
    cells = [cell for row in sheet.iter_rows(min_row=5, min_col=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell for cell in cells if cell.hyperlink]


def test_what_starts_like_a_formula_stays_text_when_it_is_edited(sheet):
    guarded = {
        cell.value for row in sheet.iter_rows(min_row=5, min_col=2) for cell in row if cell.quotePrefix
    }
    assert guarded == {text.strip() for text in FORMULAS if text.strip()[0] in "=+-@"}


def test_the_workbook_holds_what_the_list_holds(samples, tmp_path: Path):
    public = samples.public()
    write_xlsx(public, tmp_path / "daftar.xlsx")
    rows = list(
        openpyxl.load_workbook(tmp_path / "daftar.xlsx").active.iter_rows(min_row=4, values_only=True)
    )
    assert rows[0] == HEADERS
    assert rows[1] == (
        1,
        "Berkas yang masih dikecualikan",
        "UU 14/2008 Pasal 17 huruf a",
        "2 tahun",
        "● dikecualikan",
        "31 Maret 2027",
    )
    assert sorted(row[1] for row in rows[2:]) == sorted(samples.titles)


def test_lines_stand_by_their_ends_and_bear_decision_symbol_and_cause(samples):
    def line(title: str, **more: object) -> PublicLine:
        return PublicLine(title=title, legal_basis="a", period_text="b", status="berlaku", **more)

    lines = (
        line("tanpa tanggal"),
        line("lama", is_open=True, until=date(2024, 1, 1)),
        line("baru", is_open=True, until=date(2026, 1, 1), symbol="×", cause="keputusannya dicabut"),
        line("nanti", until=date(2030, 1, 1)),
        line("segera", until=date(2027, 1, 1), decision="Nomor 731 Tahun 2025, 21 Agustus 2025", symbol="!"),
    )
    page = Page(render_html(samples.public(lines=lines, legend=(("!", "segera berakhir"),))))
    assert [row[1] for row in page.cells if len(row) == 6][1:] == [
        "segera [Nomor 731 Tahun 2025, 21 Agustus 2025]",
        "nanti",
        "tanpa tanggal",
        "baru",
        "lama",
    ]
    assert "× berlaku: keputusannya dicabut" in [cell for row in page.cells for cell in row]
    assert "! segera berakhir" in render_html(samples.public(lines=lines, legend=(("!", "segera berakhir"),)))


def test_the_table_of_six_columns_is_a_table_that_scrolls_and_nothing_else():
    lines = [SixLine(title="<b>x</b>", legal_basis="a", if_open="o", if_closed="c", period_text="5 tahun")]
    page = Page(render_six_columns(lines, "KPU", date(2026, 8, 24)))
    assert page.cells == [list(SIX_HEADERS), ["1", "<b>x</b>", "a", "o", "c", "5 tahun"]]
    assert {tag for tag, _ in page.tags} == {"div", "table", "caption", "thead", "tr", "th", "tbody", "td"}
    assert NO_LINES in render_six_columns([], "KPU", date(2026, 8, 24))


def test_the_workbook_is_the_same_twice_and_never_overwrites(samples, tmp_path: Path):
    write_xlsx(samples.public(), tmp_path / "a.xlsx")
    write_xlsx(samples.public(), tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with pytest.raises(FileExistsError):
        write_xlsx(samples.public(), tmp_path / "a.xlsx")


def test_the_workbook_prints_on_a4_landscape_with_its_header_on_each_page(samples, tmp_path: Path):
    write_xlsx(samples.public(), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.freeze_panes == "C5"
    assert "Halaman &P dari &N" in zipfile.ZipFile(tmp_path / "a.xlsx").read(
        "xl/worksheets/sheet1.xml"
    ).decode().replace("&amp;", "&")


def test_a_text_longer_than_a_cell_is_cut_and_shows_it(samples, tmp_path: Path):
    write_xlsx(samples.public(lines=attack_lines(("x" * 40_000,))), tmp_path / "a.xlsx")
    value = openpyxl.load_workbook(tmp_path / "a.xlsx").active["B5"].value
    assert len(value) == 32_767
    assert value.endswith(" …")
