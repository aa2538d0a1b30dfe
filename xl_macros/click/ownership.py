"""What this account's clicks made in this office and may remove again: copies, outposts, undone files.

A name is never proof: whatever looks like a copy of ours may be another register's, or a file that staff named
so. The list of ids is signed like the journal; without it nothing is removed.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec

from xl_macros.click.journal import OUTPOST, UNDONE, Id, Short
from xl_macros.patterns import regex
from xl_macros.places.backup_policy import BackupName, Policy, kept, read_backup_name
from xl_macros.places.folders import UNFINISHED, OfficeFolders, remove
from xl_macros.places.own_key import key_name, own_key
from xl_macros.places.signed import ASIDE, OFFICE_NAME, UntrustedError, put_aside, read_signed, write_signed

PURPOSE = "milik"
_LAST_KEPT = 50
"""So many of the newest clicks stay in the list although their copies are gone."""

_UNFINISHED_COPY = regex(
    rf"\.\d{{4}}-\d{{2}}-\d{{2}} \d{{2}}\.\d{{2}}\.\d{{2}} ([0-9a-f]{{8}}) sebelum .*\.\d+{re.escape(UNFINISHED)}",
    re.ASCII,
)
_OUTPOST_NAME = regex(rf"{re.escape(OUTPOST)}(\d{{8}}T\d{{6}}-[0-9a-f]{{8}})", re.ASCII)


class OwnClick(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A click that wrote: its id, the one that stood in the workbook before, its copy, and what it undid and when."""

    id: Id
    backup: Short
    before_id: Short | None = None
    undoes: Id | None = None
    at: Annotated[str, msgspec.Meta(max_length=40)] = ""


class OwnClicks(msgspec.Struct, forbid_unknown_fields=True):
    """Oldest first."""

    clicks: list[OwnClick] = []

    @property
    def ids(self) -> set[str]:
        return {click.id for click in self.clicks}

    @property
    def last(self) -> str:
        """The id of the newest click, '' when there is none."""
        return self.clicks[-1].id if self.clicks else ""


class Undone(NamedTuple):
    """Files of one undone click that wait in the private folder; `days` since then, None when unknown."""

    folder: Path
    files: int
    size_bytes: int
    days: int | None


def own_clicks(folders: OfficeFolders) -> OwnClicks:
    """The list; an empty one when there is none or it cannot be believed (it is put aside then)."""
    path = _file(folders)
    try:
        return read_signed(path, PURPOSE, OwnClicks) or OwnClicks()
    except UntrustedError:
        put_aside(path)
        return OwnClicks()


def add_click(folders: OfficeFolders, click: OwnClick) -> None:
    """Write a click down before anything of it is made, so that whatever a crash leaves is known as ours."""
    own = own_clicks(folders)
    there = _names(folders.backups)
    undone = _names(folders.private / UNDONE)
    standing = [
        one for one in own.clicks if one.backup in there or not undone.isdisjoint({one.id, one.undoes})
    ]
    newest = own.clicks[-_LAST_KEPT:]
    own.clicks = [one for one in own.clicks if one in standing or one in newest]
    own.clicks.append(click)
    write_signed(_file(folders), PURPOSE, own)


def drop_click(folders: OfficeFolders, transaction_id: str) -> None:
    """Forget a click that was refused and left nothing; of an office's first one the list itself goes."""
    own = own_clicks(folders)
    own.clicks = [one for one in own.clicks if one.id != transaction_id]
    if own.clicks:
        write_signed(_file(folders), PURPOSE, own)
        return
    _file(folders).unlink(missing_ok=True)
    if not any(name.startswith(f"{PURPOSE}-") for name in _names(folders.private)):
        (folders.private / OFFICE_NAME).unlink(missing_ok=True)


def prune_backups(folders: OfficeFolders, now: datetime, policy: Policy, needed: set[str]) -> None:
    """Remove copies that the policy does not keep; `needed` ids stay. Only copies in the list, under their exact names.

    What cannot be removed now (a copy that somebody has open) is left for the next time.
    """
    ours: dict[str, BackupName] = {}
    for click in own_clicks(folders).clicks:
        named = read_backup_name(click.backup)
        if (
            named is not None
            and named.short_id == click.id[-8:]
            and (folders.backups / click.backup).is_file()
        ):
            ours[click.backup] = named
    stay = kept(((name, named.at) for name, named in ours.items()), now, policy)
    short = {each[-8:] for each in needed}
    for name, named in ours.items():
        if name not in stay and named.short_id not in short:
            with suppress(OSError):
                (folders.backups / name).unlink()


def sweep_own(folders: OfficeFolders) -> None:
    """Remove half written copies and outposts of our own clicks that were killed."""
    ids = own_clicks(folders).ids
    short = {each[-8:] for each in ids}
    _remove_matching(folders.backups, _UNFINISHED_COPY, short, lambda path: path.unlink())
    for folder in dict.fromkeys(folders.all):
        _remove_matching(folder, _OUTPOST_NAME, ids, lambda path: shutil.rmtree(path, ignore_errors=True))


def _remove_matching(
    folder: Path, pattern: re.Pattern[str], ours: set[str], act: Callable[[Path], object]
) -> None:
    for name in _names(folder):
        match = pattern.fullmatch(name)
        if match is not None and match[1] in ours:
            with suppress(OSError):
                act(folder / name)


def empty_undone(folders: OfficeFolders, now: datetime, days: int) -> None:
    """Remove files of our own undone clicks after so many days. A click from the future is left."""
    for name, at in _moments(folders).items():
        away = folders.private / UNDONE / name
        if not away.is_dir() or away.is_symlink():
            continue
        with suppress(OSError, ValueError):
            if now - datetime.fromisoformat(at) > timedelta(days=days):
                remove(away)


def undone_files(folders: OfficeFolders, now: datetime) -> list[Undone]:
    """What of undone clicks, and of records that were put aside, lies in the private folder."""
    found = []
    places = [folders.private / UNDONE / name for name in sorted(_names(folders.private / UNDONE))]
    moments = _moments(folders) if places else {}
    for folder in (*places, folders.private / ASIDE):
        files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
        if not files:
            continue
        days = None
        with suppress(ValueError):
            days = (now - datetime.fromisoformat(moments.get(folder.name, ""))).days
        found.append(Undone(folder, len(files), sum(path.stat().st_size for path in files), days))
    return found


def _moments(folders: OfficeFolders) -> dict[str, str]:
    """When files were set aside, by the id that their folder bears: of a click undone, or of one taken back."""
    clicks = own_clicks(folders).clicks
    return {click.id: click.at for click in clicks} | {
        click.undoes: click.at for click in clicks if click.undoes
    }


def _names(folder: Path) -> set[str]:
    try:
        return {path.name for path in folder.iterdir()}
    except OSError:
        return set()


def _file(folders: OfficeFolders) -> Path:
    return folders.private / f"{PURPOSE}-{key_name(own_key())}.json"
