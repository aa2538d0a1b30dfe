"""Writes the table of actions in README.md from the one list of them.

python docs/make_tables.py
"""

from __future__ import annotations

import re
from pathlib import Path

from xl_macros.actions.catalogue import ACTIONS, Action
from xl_macros.click.request import fields_of

README = Path(__file__).resolve().parents[1] / "README.md"
_TABLE = re.compile(r"(<!-- actions: [^\n]+ -->\n).*?(<!-- /actions -->)", re.DOTALL)


def action_table() -> str:
    """One line per action: its name, its words on the ribbon, its step of the SOP, what it does and may be asked."""
    lines = ["| action | on the ribbon | step | does | options |", "|---|---|---|---|---|"]
    lines += [
        f"| `{action.command}` | *{action.label}* | {action.step or ''} | {action.tip} | {_options(action)} |"
        for action in ACTIONS
    ]
    return "\n".join(lines) + "\n"


def _options(action: Action) -> str:
    return " ".join(f"`--{field.option}`" for field in fields_of(action.request) if field.name != "officer")


def with_table(text: str) -> str:
    """The text with the table as it must be between its marks."""
    return _TABLE.sub(lambda found: found[1] + action_table() + found[2], text)


if __name__ == "__main__":
    README.write_text(with_table(README.read_text("utf-8")), "utf-8")
