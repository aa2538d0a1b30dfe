"""Records changed as an attacker would: with the signature that no longer fits, or as a thief of the key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from xl_macros.click.journal import purpose_of
from xl_macros.places.own_key import key_name, own_key, signature


def record_in(path: Path) -> dict[str, Any]:
    """The fields of a signed record, believed without asking."""
    record: dict[str, Any] = json.loads(path.read_bytes())["content"]
    return record


def sign(path: Path, content: bytes, purpose: str = "") -> None:
    """What a thief of the key could write: the content must be held against the office all the same."""
    office = (next(each for each in path.parents if each.name == ".kecuali") / "kantor").read_text()
    signed = signature(own_key(), purpose or purpose_of(path), office, content)
    envelope = {"content": msgspec.Raw(content), "key": key_name(own_key()), "signature": signed}
    path.write_bytes(msgspec.json.encode(envelope))


def resigned(path: Path, fields: dict[str, Any], signed: bool, purpose: str = "") -> None:
    """The record with these fields, signed anew or bearing its old signature."""
    content = json.dumps({**record_in(path), **fields}).encode()
    if signed:
        sign(path, content, purpose)
    else:
        path.write_bytes(
            json.dumps({**json.loads(path.read_bytes()), "content": json.loads(content)}).encode()
        )
