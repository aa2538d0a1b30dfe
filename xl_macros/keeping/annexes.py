"""What a scan belongs to: the decision, one entry, or several entries that share one document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from xl_macros.click.office import Office
from xl_macros.domain.identity import berkas_of_code, codes_in
from xl_macros.errors import Refusal
from xl_macros.keeping.correcting import scan_of
from xl_macros.keeping.scan_list import covered, last_version, list_again
from xl_macros.records import Decision, Entry, Scan
from xl_macros.tables.schema import REGISTER, SCANS

_RECEIVE_FIRST = "Klik dahulu Terima Keputusan pada keputusannya."


class Annex(NamedTuple):
    """Where a document goes: the berkas, and the entries it holds, in sheet order; none for the decision itself."""

    berkas: str
    codes: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The entry it is listed at, "" for the decision."""
        return self.codes[0] if self.codes else ""

    @property
    def covers(self) -> tuple[str, ...]:
        """The further entries that it holds."""
        return self.codes[1:]


def annex_of(office: Office, targets: Sequence[str]) -> Annex:
    """Where the targets, or the selected rows, say that a document goes.

    Refused when a row has no code yet, when entries of two berkas are meant, or when one target is no entry's code.
    """
    codes = _codes(office, targets)
    if codes:
        of = {berkas_of_code(code) for code in codes}
        if len(of) > 1:
            raise Refusal(
                f"Satu dokumen tidak dapat dilampirkan pada dua berkas: {', '.join(sorted(of))}.",
                cure="Pilih informasi dari satu berkas saja.",
            )
        return Annex(of.pop(), codes)
    row = office.chosen(Decision, "number", "berkas", target=targets)
    if not row.berkas:
        raise Refusal("Keputusan baris ini belum diterima.", cure=_RECEIVE_FIRST)
    return Annex(row.berkas)


def _codes(office: Office, targets: Sequence[str]) -> tuple[str, ...]:
    """The codes of the entries meant, in sheet order; none when the decision itself is."""
    entries = [entry for entry in office.tables.records(Entry) if entry.code]
    if targets:
        known = tuple(entry.code for entry in entries if entry.code and entry.code in targets)
        unknown = [target for target in targets if target not in known]
        if unknown and len(targets) > 1:
            raise Refusal(
                f"{', '.join(unknown)} bukan kode informasi.",
                cure=f"Sebut kode-kode dari kolom Kode di lembar {REGISTER.sheet}, atau satu keputusan saja.",
            )
        return known
    here = office.selection
    if here is None or here.sheet != REGISTER.sheet:
        return ()
    if here.height == 1:
        office.chosen(Entry)  # refuses an empty row in its own words
    rows = [each for each in office.tables.records(Entry) if each.sheet_row in here.sheet_rows]
    if not rows or not all(each.code for each in rows):
        raise Refusal("Baris terpilih belum mempunyai kode.", cure=_RECEIVE_FIRST)
    return tuple(each.code for each in rows if each.code)


def proposed(office: Office, file_name: str, otherwise: Annex) -> Annex:
    """Where a file goes whose name bears the code of one entry of the register; else where it was to go anyway."""
    known = {entry.code: entry.berkas for entry in office.tables.records(Entry) if entry.code}
    named = [code for code in sorted(codes_in(file_name)) if code in known]
    if len(named) != 1 or named[0] in otherwise.codes:
        return otherwise
    return Annex(berkas_of_code(named[0]), (named[0],))


def hold_too(office: Office, annex: Annex, scan_id: str) -> str:
    """List a scan anew as holding these entries too, which have no document of their own; a sentence about it.

    Each such click lists the scan under a new number: whoever names an earlier one means the one that counts now.
    Refused for a scan that was withdrawn, that is of another berkas, or that holds them already.
    """
    scans = office.tables.records(Scan)
    named = next((each for each in scans if each.scan_id == scan_id), None)
    scan = scan_of(office, (last_version(scans, named).scan_id if named else None) or scan_id)
    if scan.berkas != annex.berkas:
        raise Refusal(
            f"Pindaian {scan_id} milik berkas {scan.berkas}, bukan {annex.berkas}.",
            cure=f"Sebut pindaian dari berkas {annex.berkas} (lembar {SCANS.sheet}).",
        )
    new = [code for code in annex.codes if code not in {scan.code, *covered(scan)}]
    if not new:
        raise Refusal(
            f"Pindaian {scan_id} memang sudah memuat {', '.join(annex.codes)}.", cure="Pilih baris yang lain."
        )
    also, said = ", ".join([*covered(scan), *new]), f"{', '.join(new)}: tidak ada dokumen tersendiri"
    listed = list_again(office, scan._replace(covers=also, note=said))
    return f"{', '.join(new)} termuat di pindaian {scan_id}, yang sekarang tercatat sebagai {listed}."
