"""The stick's bill of materials: every package on it with version, licence, files and what it needs (CycloneDX 1.6).

Written here instead of by cyclonedx-python-lib, so that a PC that only makes sticks needs no further package; a
test holds it against that library's own schema and reader. It has neither serial number nor time: the same
wheels give the same bytes.
"""

from __future__ import annotations

import email
import email.message
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from xl_macros.install.lock import Pin, sha256, wheels_of
from xl_macros.install.own_wheel import NAME

SBOM = "sbom.cdx.json"
_SCHEMA, _FORMAT, _SPEC = "http://cyclonedx.org/schema/bom-1.6.schema.json", "CycloneDX", "1.6"


def bill_of_materials(pins: Sequence[Pin], wheels: Path) -> str:
    """The bill of what lies in `wheels`: this package, and the pins that have wheels there. Raises nothing expected."""
    own = next(wheels.glob(f"{NAME}-*.whl"))
    found = [(pin, wheels_of(pin, wheels)) for pin in pins]
    placed = [(pin, files, _metadata(files[0])) for pin, files in found if files]
    components = [_component(pin, files, metadata) for pin, files, metadata in placed]
    version = own.name.split("-")[1]
    main: dict[str, Any] = {
        "type": "application",
        "bom-ref": f"pkg:pypi/{NAME}@{version}",
        "name": NAME,
        "version": version,
        "purl": f"pkg:pypi/{NAME}@{version}",
        "licenses": _licences(_metadata(own)),
        "externalReferences": [_file(own)],
    }
    needed = [(main["bom-ref"], _metadata(own)), *((_purl(pin), metadata) for pin, _, metadata in placed)]
    bill = {
        "$schema": _SCHEMA,
        "bomFormat": _FORMAT,
        "specVersion": _SPEC,
        "version": 1,
        "metadata": {"component": main},
        "components": components,
        "dependencies": [
            {"ref": ref, "dependsOn": _needs(metadata, [pin for pin, _, _ in placed])}
            for ref, metadata in needed
        ],
    }
    return json.dumps(bill, ensure_ascii=False, indent=2) + "\n"


def _component(pin: Pin, files: Sequence[Path], metadata: email.message.Message) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": _purl(pin),
        "name": pin.name,
        "version": pin.version,
        "purl": _purl(pin),
        "licenses": _licences(metadata),
        "externalReferences": [_file(path) for path in files],
    }
    if pin.marker:
        component["properties"] = [{"name": "kecuali:marker", "value": pin.marker}]
    return component


def _purl(pin: Pin) -> str:
    return f"pkg:pypi/{pin.name}@{pin.version}"


def _file(wheel: Path) -> dict[str, Any]:
    digest = sha256(wheel).partition(":")[2]
    return {
        "type": "distribution",
        "url": f"wheels/{wheel.name}",
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }


def _metadata(wheel: Path) -> email.message.Message:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def _licences(metadata: email.message.Message) -> list[dict[str, Any]]:
    """What the package says of its licence: an SPDX expression, else the names of its classifiers or its own words."""
    expression = metadata["License-Expression"]
    if expression:
        return [{"expression": expression}]
    classified = [
        line.rpartition("::")[2].strip()
        for line in metadata.get_all("Classifier", [])
        if line.startswith("License ::")
    ]
    own_words = (metadata["License"] or "").strip().splitlines()[:1]
    return [{"license": {"name": name}} for name in (classified or own_words)]


def _needs(metadata: email.message.Message, pins: Iterable[Pin]) -> list[str]:
    """The pins that the package asks for on Windows, whichever Python; what only an extra wants is left out."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    asked = set()
    for line in metadata.get_all("Requires-Dist", []):
        requirement = Requirement(line)
        if requirement.marker is None or "extra" not in str(requirement.marker):
            asked.add(canonicalize_name(requirement.name))
    return sorted(_purl(pin) for pin in pins if canonicalize_name(pin.name) in asked)
