"""The rows a new workbook starts with, taken from the domain and from the data files, never typed twice."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date

from xl_macros.domain.legal_basis import seed_articles, seed_legal_bases
from xl_macros.domain.procedure import sop_steps
from xl_macros.domain.working_time import WorkingHours, seed_working_hours
from xl_macros.places import resources
from xl_macros.tables import schema

Rows = Sequence[Mapping[str, object]]

HOLIDAY_YEARS = (2025, 2026, 2027)
"""The years whose decree the workbook starts with: one file each, so that its bytes stay the same."""

_WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def seed_rows() -> dict[str, Rows]:
    """Rows by table name; a table that is not named starts empty."""
    return {
        schema.SETTINGS.name: _settings(),
        schema.STEPS.name: _steps(),
        schema.ARTICLES.name: _articles(),
        schema.LEGAL_BASES.name: _legal_bases(),
        schema.HOLIDAYS.name: _holidays(),
        schema.WORKING_HOURS.name: [_hours(hours) for hours in seed_working_hours()],
        **{
            schema.choice_table(name): [{"value": choice} for choice in choices]
            for name, (_, choices) in schema.CHOICES.items()
        },
    }


def _settings() -> Rows:
    rows: list[dict[str, object]] = []
    for block in schema.SETTING_BLOCKS:
        rows.append({"name": block.title, "hint": block.hint})
        rows += [
            {
                "name": setting.name,
                "value": setting.default or setting.placeholder or None,
                "hint": setting.hint or None,
            }
            for setting in block.settings
        ]
    return rows


def _steps() -> Rows:
    return [
        {
            "step": step.number,
            "name": step.name,
            "role": step.role,
            "requirement": step.requirement,
            "standard": step.standard_text,
            "output": step.output,
        }
        for step in sop_steps()
    ]


def _articles() -> Rows:
    return [
        {
            "letter": rule.letter,
            "subject": rule.subject,
            "maximum_years": rule.maximum_years,
            "may_be_permanent": "ya" if rule.may_be_permanent else "tidak",
            "source": rule.source,
        }
        for rule in seed_articles()
    ]


def _legal_bases() -> Rows:
    return [
        {
            "act": basis.act,
            "title": basis.title,
            "valid_from": basis.valid_from,
            "valid_to": basis.valid_to,
            "replaced_by": basis.replaced_by,
            "certainty": basis.certainty,
        }
        for basis in seed_legal_bases()
    ]


def _holidays() -> Rows:
    rows = []
    for year in HOLIDAY_YEARS:
        with resources.data_file(f"holidays_{year}.csv").open(encoding="utf-8", newline="") as lines:
            rows += [
                {"date": date.fromisoformat(row["date"]), "kind": row["kind"], "source": row["source"]}
                for row in csv.DictReader(lines)
            ]
    return rows


def _hours(hours: WorkingHours) -> dict[str, object]:
    return {
        "valid_from": hours.valid_from,
        "valid_to": hours.valid_to,
        "weekdays": weekday_text(hours.weekdays),
        "opens": f"{hours.opens:%H.%M}",
        "closes": f"{hours.closes:%H.%M}",
        "break_from": f"{hours.break_from:%H.%M}" if hours.break_from else None,
        "break_to": f"{hours.break_to:%H.%M}" if hours.break_to else None,
        "source": hours.source,
    }


def weekday_text(weekdays: frozenset[int]) -> str:
    """{0, 1, 2, 3} as "Senin-Kamis", {4} as "Jumat", days apart joined by a comma."""
    days = sorted(weekdays)
    if len(days) > 1 and days == list(range(days[0], days[-1] + 1)):
        return f"{_WEEKDAYS[days[0]]}-{_WEEKDAYS[days[-1]]}"
    return ", ".join(_WEEKDAYS[day] for day in days)
