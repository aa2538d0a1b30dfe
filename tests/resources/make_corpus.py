"""Make the corpus of scans, good and bad, or the table that explains it.

python tests/resources/make_corpus.py FOLDER     write the files
python tests/resources/make_corpus.py --table    print the table of README.md
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from corpus_as_it_comes import as_it_comes
from corpus_case import Case
from corpus_images import image_cases
from corpus_pdfs import pdf_cases


def other_cases() -> list[Case]:
    """What is no file at all."""
    cases = [
        Case("folder.pdf", "a folder with the name of a PDF", lambda path: path.mkdir(), says="folder"),
        Case(
            "tidak-ada.pdf",
            "a file that was moved away meanwhile",
            lambda _path: None,
            says="tidak ditemukan",
        ),
    ]
    if hasattr(os, "mkfifo"):
        cases += [
            Case(
                "pipa.pdf",
                "a pipe: reading it would never end",
                os.mkfifo,
                says="bukan berkas biasa",
            ),
            Case(
                "tautan.pdf",
                "a symbolic link",
                lambda path: path.symlink_to("pindai-1-halaman.pdf"),
                says="bukan berkas biasa",
            ),
        ]
    return cases


def all_cases() -> list[Case]:
    return [*pdf_cases(), *image_cases(), *as_it_comes(), *other_cases()]


def table() -> str:
    lines = ["| file | purpose | outcome |", "|---|---|---|"]
    for case in all_cases():
        outcome = f"taken in, {case.pages} page{'s' * (case.pages > 1)}" if case.pages else "refused"
        outcome += ", byte for byte" if case.untouched else ""
        outcome += f": *{case.says}*" if case.says else ""
        name = case.name.encode("ascii", "backslashreplace").decode()
        lines.append(f"| `{name}` | {case.purpose} | {outcome} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    if sys.argv[1] == "--table":
        sys.stdout.write(table())
        return
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for case in all_cases():
        case.build(folder / case.name)


if __name__ == "__main__":
    main()
