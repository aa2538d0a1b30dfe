"""Sealed files open with their key only, and not one bit of them may change."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from privacy import open_to

from xl_macros.archive.sealing import (
    CHUNK_BYTES,
    MAGIC,
    TAG_BYTES,
    OfficeKey,
    new_office_key,
    new_recovery_key,
    open_sealed,
    recover,
    seal_file,
    wrap_for_recovery,
)
from xl_macros.errors import Refusal
from xl_macros.places.copying import hash_file

KEY = OfficeKey(bytes(range(32)))


def sealed(tmp_path: Path, content: bytes, key: OfficeKey = KEY) -> Path:
    source = tmp_path / "asal.pdf"
    source.write_bytes(content)
    target = tmp_path / f"asal.pdf.{len(list(tmp_path.iterdir()))}.segel"
    seal_file(source, target, key)
    return target


@pytest.mark.parametrize(
    "size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 3_500_000]
)
def test_what_was_sealed_comes_back(size: int, tmp_path: Path) -> None:
    content = random.Random(size).randbytes(size)  # noqa: S311  any bytes will do
    path = sealed(tmp_path, content)
    opened = open_sealed(path, tmp_path / "kembali.pdf", KEY)
    assert (tmp_path / "kembali.pdf").read_bytes() == content
    assert opened == hash_file(tmp_path / "asal.pdf")


def test_the_hash_given_is_that_of_the_sealed_file(tmp_path: Path) -> None:
    (tmp_path / "asal.pdf").write_bytes(b"x" * 70_000)
    hashed = seal_file(tmp_path / "asal.pdf", tmp_path / "a.segel", KEY)
    assert hashed == hash_file(tmp_path / "a.segel")


def test_nothing_of_the_content_shows(tmp_path: Path) -> None:
    path = sealed(tmp_path, b"nomor induk kependudukan " * 1000)
    assert b"kependudukan" not in path.read_bytes()
    assert open_to(path) == []


def test_the_same_file_sealed_twice_looks_different(tmp_path: Path) -> None:
    assert sealed(tmp_path, b"x" * 100).read_bytes() != sealed(tmp_path, b"x" * 100).read_bytes()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.data())
def test_any_changed_bit_is_found(data: st.DataObject, tmp_path: Path) -> None:
    path = sealed(tmp_path, b"rahasia " * 40)
    content = bytearray(path.read_bytes())
    bit = data.draw(st.integers(0, 8 * len(content) - 1))
    content[bit // 8] ^= 1 << (bit % 8)
    path.write_bytes(content)
    target = tmp_path / "kembali.pdf"
    with pytest.raises(Refusal):
        open_sealed(path, target, KEY)
    assert not target.exists()
    for each in tmp_path.iterdir():
        each.unlink()


def chunks(path: Path) -> tuple[bytes, list[bytes]]:
    content = path.read_bytes()
    start = len(MAGIC) + 2 + int.from_bytes(content[len(MAGIC) : len(MAGIC) + 2], "big")
    size = CHUNK_BYTES + TAG_BYTES
    return content[:start], [content[at : at + size] for at in range(start, len(content), size)]


@pytest.mark.parametrize(
    "tamper",
    [
        lambda parts: parts[:-1],
        lambda parts: [parts[1], parts[0], *parts[2:]],
        lambda parts: [*parts, parts[-1]],
        lambda parts: [parts[0], parts[0], *parts[1:]],
        lambda parts: parts[1:],
        lambda _: [],
    ],
    ids=["last dropped", "swapped", "last doubled", "first doubled", "first dropped", "all dropped"],
)
def test_chunks_can_be_neither_dropped_nor_moved_nor_doubled(tamper: object, tmp_path: Path) -> None:
    path = sealed(tmp_path, bytes(2 * CHUNK_BYTES + 500))
    start, parts = chunks(path)
    path.write_bytes(start + b"".join(tamper(parts)))  # type: ignore[operator]
    with pytest.raises(Refusal, match="rusak atau diubah"):
        open_sealed(path, tmp_path / "kembali.pdf", KEY)
    assert not (tmp_path / "kembali.pdf").exists()


def test_a_chunk_of_another_file_does_not_fit(tmp_path: Path) -> None:
    first, second = (sealed(tmp_path, content * 50) for content in (b"satu", b"dua_"))
    first.write_bytes(chunks(first)[0] + b"".join(chunks(second)[1]))
    with pytest.raises(Refusal, match="rusak atau diubah"):
        open_sealed(first, tmp_path / "kembali.pdf", KEY)


def test_another_offices_key_is_told_apart_from_damage(tmp_path: Path) -> None:
    path = sealed(tmp_path, b"x")
    other = new_office_key()
    with pytest.raises(Refusal, match="Kunci tidak cocok") as refused:
        open_sealed(path, tmp_path / "kembali.pdf", other)
    assert KEY.key_id in refused.value.cure


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4", MAGIC, MAGIC + b"\xff\xff", MAGIC + b"\0\x02{}", MAGIC + b"\0\x02[]"]
)
def test_files_that_were_never_sealed_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.segel"
    path.write_bytes(content)
    with pytest.raises(Refusal):
        open_sealed(path, tmp_path / "kembali.pdf", KEY)


# -- keys ------------------------------------------------------------------------------------------------


def test_the_printed_key_brings_the_offices_key_back() -> None:
    key, printed = new_office_key(), new_recovery_key()
    assert recover(wrap_for_recovery(key, printed), printed) == key


def test_the_printed_key_may_be_typed_carelessly() -> None:
    printed = new_recovery_key()
    kept = wrap_for_recovery(KEY, printed)
    sloppy = printed.lower().replace("-", " ").replace("o", "0").replace("i", "1").replace("b", "8")
    assert recover(kept, sloppy) == KEY


@pytest.mark.parametrize("time", range(6))
def test_every_single_slip_in_the_printed_key_is_noticed_as_a_slip(time: int) -> None:
    printed = new_recovery_key()  # another one each time
    kept = wrap_for_recovery(KEY, printed)
    for at, char in enumerate(printed):
        if char == "-":
            continue
        slipped = printed[:at] + ("A" if char != "A" else "C") + printed[at + 1 :]
        with pytest.raises(Refusal, match="salah ketik"):
            recover(kept, slipped)


def test_another_offices_printed_key_is_refused() -> None:
    kept = wrap_for_recovery(KEY, new_recovery_key())
    with pytest.raises(Refusal, match="bukan milik kantor ini"):
        recover(kept, new_recovery_key())


@pytest.mark.parametrize("kept", [b"", b"{", b"[]", b'{"wrapped": 5}', b'{"wrapped": "zz"}', b"\xff"])
def test_a_damaged_key_file_is_refused(kept: bytes) -> None:
    with pytest.raises(Refusal, match="tidak terbaca"):
        recover(kept, new_recovery_key())


def test_the_printed_key_holds_256_bits_in_groups_of_four() -> None:
    groups = new_recovery_key().split("-")
    assert [len(group) for group in groups] == [4] * 14
    assert new_recovery_key() != new_recovery_key()


def test_the_key_shows_neither_in_a_log_nor_in_what_is_kept() -> None:
    kept = wrap_for_recovery(KEY, new_recovery_key())
    assert KEY.secret.hex() not in repr(KEY)
    assert KEY.secret.hex() not in json.dumps(json.loads(kept))
    assert "secret" not in repr(KEY)
