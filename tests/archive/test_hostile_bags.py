"""Bags that were handed over: whatever their sidecars name, nothing is written beside the new office."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from faults.whole_disk import beside, with_neighbours
from fuzz.targets import good_bag

from xl_macros.cli import main

CODES = (
    "../../korban",
    "/luar/korban",
    "..\\..\\korban",
    "{outside}/autostart",
    "CON",
    "a:b",
    "",
    ".",
    "x\0y",
)
FILES = ("..", "Pindaian/..", "CON", "a:b", "", "Pindaian/x\u202e.pdf")


def resealed(bag: Path, **fields: object) -> None:
    """The bag with other words in its sidecar, and manifests that fit."""
    register = bag / "data" / "register.json"
    content = {**json.loads(register.read_bytes()), **fields}
    register.write_text(json.dumps(content))
    files = {path.relative_to(bag).as_posix(): path.read_bytes() for path in sorted((bag / "data").iterdir())}
    lines = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    (bag / "manifest-sha256.txt").write_text("".join(f"{digest}  {name}\n" for name, digest in lines.items()))
    info = [
        f"Payload-Oxum: {sum(map(len, files.values()))}.{len(files)}"
        if line.startswith("Payload-Oxum")
        else line
        for line in (bag / "bag-info.txt").read_text().splitlines()
    ]
    (bag / "bag-info.txt").write_text("\n".join(info) + "\n")
    tags = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")
    sealed = {name: hashlib.sha256((bag / name).read_bytes()).hexdigest() for name in tags}
    seal = "".join(f"{digest}  {name}\n" for name, digest in sealed.items())
    (bag / "tagmanifest-sha256.txt").write_text(seal)


@pytest.mark.parametrize(
    ("field", "value"), [*(("berkas", code) for code in CODES), *(("file", name) for name in FILES)]
)
def test_a_sidecar_with_a_hostile_name_is_left_out_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], field: str, value: str
) -> None:
    with_neighbours(tmp_path)
    special, out = tmp_path / "dari luar", tmp_path / "kantor"
    good = special / "2025" / "B-2025-001"
    shutil.copytree(good_bag(), good)
    hostile = shutil.copytree(good, good.with_name("B-2025-002"))
    name = value.format(outside=tmp_path / "luar")
    scan_rows = [{"scan_id": "P-000002", "file": name, "sha256": "0" * 64}]
    resealed(
        hostile,
        **({"berkas": name} if field == "berkas" else {"berkas": "B-2025-002", "scan_rows": scan_rows}),
    )
    before = beside(out)
    assert (
        main(["rebuild-register", "--folder", str(special), "--out", str(out)]) == 1
    )  # something was left out
    assert "dilewati: 2025/B-2025-002: register.json menyebut nama yang" in capsys.readouterr().out
    assert beside(out) == before
