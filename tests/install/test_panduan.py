"""The staff guide says what the product does: its labels, statuses, messages, pictures and dates."""

from __future__ import annotations

import importlib.util
import re
import sys
from datetime import date
from types import ModuleType

import pytest
from PIL import Image, ImageChops

from xl_macros.actions.catalogue import ACTIONS
from xl_macros.domain.calendar_arithmetic import add_months
from xl_macros.domain.entry import Status
from xl_macros.places.resources import project_file

GUIDE = project_file("docs/panduan.md").read_text(encoding="utf-8")


def test_every_button_of_the_ribbon_is_in_the_guide() -> None:
    labels = [action.label for action in ACTIONS if action.name != "show_form"]
    assert [label for label in labels if label not in GUIDE] == []


def test_every_status_is_explained_with_its_symbol() -> None:
    assert [status for status in Status if f"| {status.symbol} {status.value} |" not in GUIDE] == []


def test_messages_quoted_under_problems_are_the_products_own() -> None:
    sources = [*project_file("xl_macros").rglob("*.py"), project_file("workbook/vba/Kecuali.bas")]
    said = " ".join(path.read_text(encoding="utf-8") for path in sources)
    problems = GUIDE[GUIDE.index("## Bila ada masalah") :]
    quoted = re.findall(r'^\| "([^"|]+)"', problems, re.MULTILINE)
    fragments = [
        part.strip(" .") for text in quoted for part in text.split("...") if len(part.strip(" .")) > 3
    ]
    assert len(fragments) >= 8
    assert [part for part in fragments if part not in said] == []


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, project_file(f"docs/{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def test_the_page_that_staff_open_is_made_from_the_guide() -> None:
    """Made by `python docs/make_guide.py`."""
    page = project_file("docs/panduan.html").read_text(encoding="utf-8")
    assert page == script("make_guide").render(GUIDE)
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links
    assert links <= set(re.findall(r' id="([^"]+)"', page))


def test_every_picture_shown_is_one_that_the_script_makes_and_none_lies_idle() -> None:
    made = {f"{name}.png" for name in script("make_pictures").NAMES}
    readme = project_file("README.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"!\[[^\]]+\]\((?:docs/)?gambar/([^)]+)\)", GUIDE + readme))
    assert shown <= made
    assert made == {path.name for path in project_file("docs/gambar").iterdir()} == shown


@pytest.mark.parametrize("name", ["pita", "menu"])
def test_the_ribbon_is_shown_as_it_is(name: str) -> None:
    """Made by `python docs/make_pictures.py pita menu`."""
    pictures = script("make_pictures")
    drawn = pictures.few_colours(pictures.RIBBON[name](), pictures.COLOURS).convert("RGB")
    with Image.open(project_file(f"docs/gambar/{name}.png")) as kept:
        assert ImageChops.difference(kept.convert("RGB"), drawn).getbbox() is None


def test_screens_are_as_large_as_a_screen_and_all_pictures_are_small() -> None:
    pictures = script("make_pictures")
    for sheet in pictures.SHEETS:
        with Image.open(project_file(f"docs/gambar/{sheet}.png")) as screen:
            assert screen.size == pictures.SCREEN
            assert screen.mode == "P"
    sizes = [path.stat().st_size for path in project_file("docs/gambar").iterdir()]
    assert max(sizes) < 80_000
    assert sum(sizes) < 900_000


@pytest.mark.parametrize(
    ("start", "months", "end", "sentence"),
    [
        (date(2025, 8, 21), 60, date(2030, 8, 21), "21 Agustus 2025 berakhir pada 21 Agustus 2030"),
        (date(2024, 2, 29), 12, date(2025, 2, 28), "1 tahun sejak 29 Februari\n  berakhir pada 28 Februari"),
        (
            date(2026, 1, 31),
            1,
            date(2026, 2, 28),
            "1 bulan sejak 31 Januari berakhir pada 28 atau 29 Februari",
        ),
    ],
)
def test_the_examples_of_end_dates_are_what_the_product_computes(
    start: date, months: int, end: date, sentence: str
) -> None:
    assert add_months(start, months) == end
    assert sentence in GUIDE
