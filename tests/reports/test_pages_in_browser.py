"""Every HTML page that the product writes or brings, in a browser: axe-core finds nothing, a phone is wide enough."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from browser import Browser, browser, missing

from xl_macros.places.resources import project_file
from xl_macros.reports.public_list import PublicLine, SixLine, render_html, render_six_columns

ABSENT = missing()
AXE = os.environ.get("KECUALI_AXE")
REQUIRED = os.environ.get("KECUALI_REQUIRE_EXTRAS") == "1"
pytestmark = [
    pytest.mark.skipif(bool(ABSENT) and not REQUIRED, reason=f"missing: {ABSENT}"),
    pytest.mark.enable_socket,  # the driver of the browser listens on this machine
]
PHONE, DESK = (360, 740), (1366, 768)
LONG = "Dokumen persyaratan pasangan calon berikut keterangan-keterangan yang dipertanggungjawabkan " * 3
BASIS = "UU 14/2008 Pasal 17 huruf h angka 2; PKPU 8/2022 Pasal 12"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_FINDINGS = """
return axe.run(document, {runOnly: %s}).then(found => found.violations.map(
    each => each.id + ": " + each.nodes.map(node => node.html.slice(0, 160)).join(" | ")));
"""
_WIDTH = """
const root = document.documentElement;
const scrolling = [...document.querySelectorAll("*")].filter(
    each => getComputedStyle(each).overflowX === "auto" && each.scrollWidth > each.clientWidth + 1);
const inside = each => scrolling.some(one => one !== each && one.contains(each));
const wide = [...document.body.querySelectorAll("*")].filter(
    each => each.getBoundingClientRect().right > root.clientWidth + 1 && !inside(each));
return {page: root.scrollWidth, shown: root.clientWidth,
        wide: wide.map(each => each.tagName + " " + each.textContent.trim().slice(0, 60)),
        scrolling: scrolling.map(each => (each.querySelector("table") || each).tagName)};
"""


def _lines() -> tuple[PublicLine, ...]:
    first = date(2027, 1, 1)
    return tuple(
        PublicLine(
            title=f"{number}. {LONG}",
            legal_basis=BASIS,
            period_text="5 (lima) tahun",
            status="segera berakhir",
            until=first + timedelta(days=number) if number % 4 else None,
            is_open=number % 3 == 0,
            decision="Nomor 731 Tahun 2025, 21 Agustus 2025",
            symbol="!",
        )
        for number in range(1, 13)
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, samples: type) -> dict[str, Path]:
    """The pages as files; the table that is pasted into a site stands in the barest page that a site can have."""
    folder = tmp_path_factory.mktemp("halaman")
    six = SixLine(title=LONG, legal_basis=BASIS, if_open=LONG, if_closed=LONG, period_text="5 (lima) tahun")
    table = render_six_columns([six, six], "KPU Kabupaten Manggarai Barat", date(2026, 8, 24))
    shutil.copytree(project_file("docs/gambar"), folder / "gambar")
    texts = {
        "panduan": project_file("docs/panduan.html").read_text(encoding="utf-8"),
        "daftar publik": render_html(samples.public(lines=_lines(), legend=(("!", "segera berakhir"),))),
        "daftar publik kosong": render_html(samples.public(lines=(), is_example=True)),
        "enam kolom": '<!DOCTYPE html><html lang="id"><meta name="viewport" content="width=device-width">'
        f"<title>Situs kantor</title><main><h1>Situs kantor</h1>{table}</main></html>",
    }
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in texts}


@pytest.fixture(scope="module", params=[PHONE, DESK], ids=["phone", "desk"])
def shown(request: pytest.FixtureRequest) -> Iterator[Browser]:
    assert not ABSENT, f"KECUALI_REQUIRE_EXTRAS=1 and missing: {ABSENT}"
    with browser(*request.param) as found:
        yield found


_BROKEN = """
const found = [];
for (const cell of document.querySelectorAll("th, td")) {
  const word = cell.textContent.trim(), text = cell.firstChild;
  if (!/^\\p{L}{2,9}$/u.test(word) || !text || text.nodeType !== 3) continue;
  const range = document.createRange();
  range.selectNodeContents(text);
  if (range.getClientRects().length > 1) found.push(word);
}
return found;
"""
NAMES = ("panduan", "daftar publik", "daftar publik kosong", "enam kolom")
needs_axe = pytest.mark.skipif(AXE is None and not REQUIRED, reason="KECUALI_AXE names no axe-core")


@pytest.mark.parametrize("page", NAMES)
def test_a_page_is_no_wider_than_what_shows_it_but_for_tables_that_scroll(
    shown: Browser, pages: dict[str, Path], page: str
) -> None:
    shown.show(pages[page])
    width = shown.run(_WIDTH)
    assert width["wide"] == []
    assert width["page"] <= width["shown"]
    assert set(width["scrolling"]) <= {"TABLE", "PRE"}


def test_no_short_word_of_the_guide_is_broken_over_lines(shown: Browser, pages: dict[str, Path]) -> None:
    shown.show(pages["panduan"])
    assert shown.run(_BROKEN) == []


@needs_axe
@pytest.mark.parametrize("page", NAMES)
def test_axe_finds_nothing_on_a_page(shown: Browser, pages: dict[str, Path], page: str) -> None:
    shown.show(pages[page])
    assert findings(shown) == []


@needs_axe
def test_a_page_that_is_wrong_is_found_out(shown: Browser, tmp_path: Path) -> None:
    """That the two looks see what they look for."""
    page = tmp_path / "salah.html"
    page.write_text(
        '<!DOCTYPE html><meta name="viewport" content="width=device-width"><img src="x.png">'
        '<p style="width: 3000px; color: #999">teks</p>',
        encoding="utf-8",
    )
    shown.show(page)
    assert shown.run(_WIDTH)["wide"] == ["P teks"]
    found = {each.partition(":")[0] for each in findings(shown)}
    assert {"html-has-lang", "image-alt", "color-contrast", "document-title"} <= found


def findings(shown: Browser) -> list[str]:
    """What axe-core says of the page on show: the rule, and where."""
    assert AXE, "KECUALI_AXE names no axe-core"
    shown.run(Path(AXE).read_text(encoding="utf-8"))
    found: list[str] = shown.run(_FINDINGS % TAGS)
    return found
