"""A part or the whole: how an entry of which only a part is exempt is named wherever it is shown."""

from __future__ import annotations

from xl_macros.records import Entry

PARTLY = "sebagian"


def is_partial(row: Entry) -> bool:
    """Whether only a part of the information is exempt."""
    return str(row.extent or "").strip().casefold() == PARTLY or bool(row.exempt_part)


def extent_words(row: Entry) -> str:
    """ "dikecualikan sebagian: NIK dan alamat", "" for the whole."""
    if not is_partial(row):
        return ""
    part = " ".join(str(row.exempt_part or "").split())
    return f"dikecualikan sebagian: {part}" if part else "dikecualikan sebagian"


def title_of(row: Entry) -> str:
    """The information, with the part that is exempt where it is not the whole."""
    words = extent_words(row)
    title = str(row.information or "")
    return f"{title} ({words})" if words else title


def basis_of(row: Entry) -> str:
    """The legal basis, with the ground of each part where the office gives one."""
    basis, grounds = str(row.legal_basis or ""), str(row.part_grounds or "").strip()
    return f"{basis}; tiap bagian: {grounds}" if grounds else basis
