"""The bill of materials on a stick: valid, complete, the same bytes each time."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from xl_macros.install.lock import read_lock
from xl_macros.install.sbom import bill_of_materials
from xl_macros.places.resources import project_file

METADATA = {
    "kecuali-0.1.0-py3-none-any": (
        "Name: kecuali\nVersion: 0.1.0\nLicense-Expression: MIT\nRequires-Dist: cepat>=1\n"
        "Requires-Dist: Murni_Paket; sys_platform == 'win32'\nRequires-Dist: tambahan; extra == 'lain'\n"
    ),
    "cepat-1.0-cp313-cp313-win_amd64": (
        "Name: cepat\nVersion: 1.0\nLicense-Expression: Apache-2.0 OR BSD-2-Clause\n"
        "Requires-Dist: murni-paket (>=1)\n"
    ),
    "murni_paket-2.0-py3-none-any": (
        "Name: murni-paket\nVersion: 2.0\nLicense: own words\n of two lines\n"
        "Classifier: License :: OSI Approved :: MIT License\n"
    ),
    "tambahan-3.0-py3-none-any": "Name: tambahan\nVersion: 3.0\nLicense: own words\n of two lines\n",
}
LOCK = """\
cepat==1.0 --hash=sha256:aa
murni-paket==2.0 ; sys_platform == 'win32' --hash=sha256:bb
tambahan==3.0 --hash=sha256:cc
bukan-di-stik==1.0 ; sys_platform == 'linux' --hash=sha256:dd
"""


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    for stem, text in METADATA.items():
        name, version = stem.split("-")[:2]
        with zipfile.ZipFile(folder / f"{stem}.whl", "w") as wheel:
            wheel.writestr(f"{name}-{version}.dist-info/METADATA", f"Metadata-Version: 2.1\n{text}")
    return folder


@pytest.fixture
def bill(wheels: Path, tmp_path: Path) -> str:
    lock = tmp_path / "requirements.txt"
    lock.write_text(LOCK, encoding="utf-8")
    return bill_of_materials(read_lock(lock), wheels)


def test_the_bill_is_valid_by_the_standards_own_schema(bill: str) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None


def test_the_schema_check_would_notice_a_fault(bill: str) -> None:
    assert (
        JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill.replace('"library"', '"book"')) is not None
    )


def test_the_standards_own_reader_finds_each_package_with_licence_file_and_needs(
    bill: str, wheels: Path
) -> None:
    bom = Bom.from_json(json.loads(bill))  # type: ignore[attr-defined]
    found = {component.name: component for component in bom.components}
    assert set(found) == {"cepat", "murni-paket", "tambahan"}
    assert str(found["cepat"].purl) == "pkg:pypi/cepat@1.0"
    assert [licence.value for licence in found["cepat"].licenses] == ["Apache-2.0 OR BSD-2-Clause"]
    assert [licence.name for licence in found["murni-paket"].licenses] == ["MIT License"]
    assert [licence.name for licence in found["tambahan"].licenses] == ["own words"]
    (reference,) = found["cepat"].external_references
    (digest,) = reference.hashes
    path = wheels.parent / str(reference.url)
    assert digest.content == hashlib.sha256(path.read_bytes()).hexdigest()
    needs = {str(one.ref): sorted(str(other.ref) for other in one.dependencies) for one in bom.dependencies}
    assert needs["pkg:pypi/kecuali@0.1.0"] == ["pkg:pypi/cepat@1.0", "pkg:pypi/murni-paket@2.0"]
    assert needs["pkg:pypi/cepat@1.0"] == ["pkg:pypi/murni-paket@2.0"]


def test_the_bill_has_no_time_and_no_number_of_its_own(bill: str) -> None:
    assert {"serialNumber", "timestamp"} & ({*json.loads(bill)} | {*json.loads(bill)["metadata"]}) == set()


def test_the_same_wheels_give_the_same_bytes(bill: str, wheels: Path, tmp_path: Path) -> None:
    again = tmp_path / "lagi" / "wheels"
    again.mkdir(parents=True)
    for path in sorted(wheels.iterdir(), reverse=True):
        (again / path.name).write_bytes(path.read_bytes())
    assert bill_of_materials(read_lock(tmp_path / "requirements.txt"), again) == bill


def test_it_names_what_the_standards_own_tool_names_for_the_lock(tmp_path: Path) -> None:
    """`cyclonedx-py requirements` over the real lock, and our bill over empty wheels of all its pins."""
    lock = project_file("requirements.txt")
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    theirs = {component["purl"] for component in json.loads(done.stdout)["components"]}
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    for pin in (*read_lock(lock), None):
        name, version = (pin.name, pin.version) if pin else ("kecuali", "0.1.0")
        stem = f"{name.replace('-', '_')}-{version}"
        with zipfile.ZipFile(wheels / f"{stem}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(
                f"{stem}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
            )
    ours = json.loads(bill_of_materials(read_lock(lock), wheels))
    assert {component["purl"] for component in ours["components"]} == theirs
