"""What each row beneath a list's header is: an entry, more of the entry above, or something that is no entry.

Lists are printed matter: headings of sections, totals, numbers of columns, the header again on the next page,
signatures and testers at the end. What is not clearly an entry is left out and told with its row and the reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from xl_macros.domain.list_columns import NUMBER, TITLE, Grid, Header, Range, header_at, normal
from xl_macros.domain.list_headings import CONCLUSION, TEST_CONCLUSION
from xl_macros.domain.list_sections import Section, section_named
from xl_macros.domain.list_shapes import (
    footnote,
    found_open,
    goes_on_from,
    has_reason,
    is_signature,
    is_table_of_people,
    is_total,
    looks_like_titles,
    mark_at_end,
    names_people,
    numbering,
    says_a_period,
    says_nothing,
)

_REASONS = frozenset({"legal_basis", "period_text"})
_BODY = frozenset({"harm_if_open", "benefit_if_closed", "extent", "exempt_part", "unit"})


@dataclass(frozen=True, slots=True)
class Told:
    """Something to say about a row or a column of the list (0-based); `blocks` when nothing may be written.

    `left_out`: the row, or the rows down to `until` (0-based, included), did not become part of an entry.
    """

    row: int | None
    field: str | None
    text: str
    blocks: bool = False
    left_out: bool = False
    until: int | None = None


@dataclass(slots=True)
class ListEntry:
    """One entry as it stands in the list. `row` is its first row (0-based), `values` text by field.

    `number` is its running number, `path` all parts of it ("1.a"); `section` what the rows above it said.
    """

    row: int
    number: int | None
    values: dict[str, str]
    path: tuple[str, ...] = ()
    section: Section = field(default_factory=Section)


@dataclass(slots=True)
class ReadRows:
    """The entries of a list in order, and what is to be said about the rest.

    `footnotes` by their mark; `end` is the row at which another list begins, else the number of rows.
    """

    entries: list[ListEntry] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    footnotes: dict[str, str] = field(default_factory=dict)
    end: int = 0


def read_rows(
    grid: Grid,
    merged: Sequence[Range],
    header: Header,
    names: Mapping[str, str] | None = None,
    unseen: Mapping[int, str] | None = None,
) -> ReadRows:
    """Sort every row beneath the header. `unseen` are rows that are hidden or struck through, with which of it.

    Raises nothing.
    """
    return _Reader(grid, merged, header, names or {}, unseen or {}).read()


class _Reader:
    def __init__(
        self,
        grid: Grid,
        merged: Sequence[Range],
        header: Header,
        names: Mapping[str, str],
        unseen: Mapping[int, str],
    ) -> None:
        self.grid, self.merged, self.header, self.names, self.unseen = grid, merged, header, names, unseen
        self.fields = header.fields
        self.first = header.bottom + 1
        below = [area for area in merged if area[0] >= self.first]
        self.tops = {(row, area[1]): area[0] for area in below for row in range(area[0] + 1, area[2] + 1)}
        self.done = ReadRows(end=len(grid))
        self.after_gap = False
        self.elsewhere: tuple[int, str] | None = None
        self.may_go_on = True
        self.section = Section()
        self.numbers: list[int] = []
        self.titles = {normal(column.title) for column in header.columns}.union(*header.levels)
        self.others = [
            column.index
            for column in header.columns
            if column.field in (None, CONCLUSION, "note", "period_text")
        ]

    def read(self) -> ReadRows:
        joined = self._joined_rows()
        for row in range(self.first, len(self.grid)):
            cells = [cell for cell in self.grid[row] if cell]
            values = self._values(row)
            if not cells and not values:
                self.after_gap = True
            elif row in self.unseen:
                self._leave(row, f"baris {self.unseen[row]}, tidak diimpor: {_shown(cells, values)}")
            elif row in joined and self.done.entries:
                self._join(values)
            elif cells and self._begins_another(row, cells):
                self.done.end = row
                break
            else:
                self._sort(row, cells, values)
                self.after_gap = False
        self._tell_elsewhere(self.done.end)
        self._tell_numbers()
        self._tell_entries()
        return self.done

    def _values(self, row: int) -> dict[str, str]:
        """The row's text by field, cells merged downwards filled."""
        values = {}
        for name, column in self.fields.items():
            at = self.tops.get((row, column), row)
            text = self.grid[at][column] if column < len(self.grid[at]) else None
            if text and not (name in _REASONS and says_nothing(text)):
                values[name] = text
        if TITLE in values:
            values.setdefault("information", values[TITLE])
        return values

    def _joined_rows(self) -> set[int]:
        """Rows that belong to the entry above, because its title is merged down over them."""
        title = self.fields["information"]
        return {
            row for (row, column), top in self.tops.items() if column == title and any(self.grid[top][title:])
        }

    def _begins_another(self, row: int, cells: Sequence[str]) -> bool:
        """Whether here another list of exempted information begins, with columns of its own."""
        if self._is_header_again(cells) or not looks_like_titles(cells):
            return False
        for bottom in range(row, min(row + 2, len(self.grid))):
            other = header_at(self.grid, self.merged, self.names, row, bottom)
            if other.is_enough and other.fields != self.fields:
                return True
        return False

    def _sort(self, row: int, cells: Sequence[str], values: Mapping[str, str]) -> None:
        path = numbering(values.get(NUMBER))
        whole = "information" in values and bool(_REASONS & set(values))
        note = footnote(cells[0]) if len(cells) == 1 else None
        if self._is_header_again(cells):
            self._tell_elsewhere(row)
            self._leave(row, "judul kolom yang diulang, dilewati.")
        elif note:
            self.done.footnotes.setdefault(*note)
            self._leave(row, f"catatan kaki, bukan informasi: {note[0]}) {note[1][:200]}")
        elif is_table_of_people(cells) or (looks_like_titles(cells) and not path):
            self._go_elsewhere(row, for_good=True)
        elif self.elsewhere and not self._goes_on(path, values, whole):
            return
        elif is_signature(cells, whole, bool(path)):
            self._go_elsewhere(row, for_good=False)
        elif not path and cells and is_total(cells, whole):
            self._leave(row, f"baris jumlah, dilewati: {cells[0][:60]}")
        else:
            self._tell_elsewhere(row)
            self._take(row, path, values, whole, cells)

    def _goes_on(self, path: Sequence[str], values: Mapping[str, str], whole: bool) -> bool:
        """Whether the list goes on after a signature: only with a law or a period, and a number if it has numbers."""
        if not self.may_go_on or not whole or names_people(values, ()):
            return False
        return has_reason(values) and (bool(path) or not self._is_numbered())

    def _is_numbered(self) -> bool:
        return any(entry.path for entry in self.done.entries)

    def _take(
        self, row: int, path: tuple[str, ...], values: Mapping[str, str], whole: bool, cells: Sequence[str]
    ) -> None:
        kept = _kept(values)
        title = kept.get("information", "")
        if path and path[0]:
            self.numbers.append(int(path[0]))
        section = section_named(cells) if not whole and not _BODY & set(kept) and not path else None
        if section:
            self.section = section.within(self.section)
            self._leave(row, f"judul bagian: {section}")
        elif names_people(kept, cells):
            self._leave(
                row, f"sepertinya nama orang atau jabatan, bukan informasi; dilewati: {_shown(cells)}"
            )
        elif title and self._is_open(row):
            self._leave(row, f"dinyatakan terbuka, jadi bukan informasi yang dikecualikan: {title[:60]}")
        elif title and (whole or _BODY & set(kept) or says_a_period(kept.get("note"))):
            self._take_whole(row, path, kept)
        elif title and path:
            why = "judul kelompok" if self._has_parts(row, path) else "tanpa dasar hukum dan jangka waktu"
            self._leave(row, f"{why}, tidak diimpor: {title[:60]}", "information")
        elif title:
            self._leave(row, f"seperti judul bagian, dilewati: {title[:60]}", "information")
        elif kept and self.done.entries and not path and not self.after_gap:
            self._join(kept)
            self._tell(row, None, "lanjutan informasi di atasnya, digabungkan dengannya.")
        elif kept:
            self._tell(row, "information", "kosong, sedangkan kolom lain terisi.", blocks=True)
        else:
            self._leave(row, f"tidak ada informasinya, dilewati: {_shown(cells)}")

    def _take_whole(self, row: int, path: tuple[str, ...], kept: dict[str, str]) -> None:
        above = self.done.entries[-1] if self.done.entries else None
        if above and not path and not self.after_gap and self._is_numbered() and above.path:
            if goes_on_from(above.values["information"], kept["information"], kept):
                above.values["information"] += f"\n{kept['information']}"
                self._join(kept)
                self._tell(row, None, "lanjutan informasi di atasnya, digabungkan dengannya.")
                return
            self._tell(row, NUMBER, "kosong; dibaca sebagai informasi tersendiri, periksa.")
        number = int(path[0]) if path and path[0] else None
        self.done.entries.append(ListEntry(row, number, kept, path, self.section))

    def _has_parts(self, row: int, path: tuple[str, ...]) -> bool:
        """Whether the next row is a part of this one: 1 above 1.a, or above a row that has no number."""
        for below in range(row + 1, len(self.grid)):
            values = self._values(below)
            if values:
                its_path = numbering(values.get(NUMBER))
                return its_path[:1] in (path[:1], ("",), ()) and its_path != path and "information" in values
        return False

    def _is_open(self, row: int) -> bool:
        cells = self.grid[row]
        return any(found_open(cells[index]) for index in self.others if index < len(cells))

    def _join(self, values: Mapping[str, str]) -> None:
        entry = self.done.entries[-1]
        for name, text in values.items():
            before = entry.values.get(name)
            if name not in (NUMBER, TITLE, CONCLUSION, "information") and text not in (before or "").split(
                "\n"
            ):
                entry.values[name] = f"{before}\n{text}" if before else text

    def _is_header_again(self, cells: Sequence[str]) -> bool:
        """The numbers of the columns, or a row of the header's own words: of its joined titles or of one level."""
        numbers = [numbering(cell) for cell in cells]
        counted = len(cells) > 2 and numbers == [(str(place),) for place in range(1, len(cells) + 1)]
        return counted or (len(cells) > 1 and all(normal(cell) in self.titles for cell in cells))

    def _go_elsewhere(self, row: int, *, for_good: bool) -> None:
        """From here on no entries stand: until a row that surely is one, or, `for_good`, until the header again."""
        if self.elsewhere is None:
            self.elsewhere = row, next(cell for cell in self.grid[row] if cell)
            self.may_go_on = True
        self.may_go_on = self.may_go_on and not for_good

    def _tell(self, row: int | None, name: str | None, text: str, *, blocks: bool = False) -> None:
        self.done.told.append(Told(row, name, text, blocks))

    def _leave(self, row: int, text: str, name: str | None = None, until: int | None = None) -> None:
        self.done.told.append(Told(row, name, text, left_out=True, until=until))

    def _tell_elsewhere(self, end: int) -> None:
        if self.elsewhere is not None:
            start, first = self.elsewhere
            while end > start + 1 and not any(self.grid[end - 1]):
                end -= 1
            rows = f"baris {start + 1}-{end}" if end > start + 1 else "baris ini"
            self._leave(start, f"bukan isi daftar, {rows} dilewati: {first[:60]}", until=end - 1)
            self.elsewhere = None

    def _tell_numbers(self) -> None:
        own = Counter(entry.number for entry in self.done.entries if entry.number and len(entry.path) == 1)
        twice = sorted(number for number, times in own.items() if times > 1)
        missing = sorted(set(range(1, max(self.numbers, default=0))) - set(self.numbers))
        if twice:
            self._tell(None, NUMBER, f"nomor urut dipakai lebih dari sekali: {_few(twice)}.")
        if missing:
            self._tell(None, NUMBER, f"nomor urut yang tidak ada: {_few(missing)}.")

    def _tell_entries(self) -> None:
        for entry in self.done.entries:
            note = entry.values.get("note")
            for name in ("legal_basis", "period_text"):
                if name not in entry.values and name in self.fields:
                    self._tell(entry.row, name, "kosong.")
            if note and "period_text" not in entry.values and says_a_period(note):
                self._tell(
                    entry.row,
                    "note",
                    f"sepertinya memuat jangka waktu; tetap ditulis sebagai catatan: {note[:60]}",
                )
            for name, text in entry.values.items():
                mark = mark_at_end(text) or mark_at_end(self._title_of(name))
                if mark in self.done.footnotes:
                    meant = self.done.footnotes[mark or ""]
                    self._tell(
                        entry.row, name, f"bertanda {mark}), dan catatan kakinya berbunyi: {meant[:200]}"
                    )

    def _title_of(self, name: str) -> str:
        return next((column.title for column in self.header.columns if column.field == name), "")


def _kept(values: Mapping[str, str]) -> dict[str, str]:
    """What of a row becomes part of its entry."""
    kept = {name: text for name, text in values.items() if name not in (NUMBER, TITLE, CONCLUSION)}
    if "dikecualikan" in normal(values.get(CONCLUSION)).split():
        kept[TEST_CONCLUSION] = "dikecualikan"
    return kept


def _shown(cells: Collection[str], values: Mapping[str, str] | None = None) -> str:
    title = (values or {}).get("information")
    return (title or re.sub(r"\s+", " ", " | ".join(cells)))[:80]


def _few(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    return f"{shown} dan {len(numbers) - 10} lagi" if len(numbers) > 10 else shown
