"""Presets: a campaign as files under `campaigns/<name>/`, read into values and loaded into the database once.

It rests on campaign.toml and the CSV files beside it; nothing of a directive is written in code. Promises: the
campaign gets its own list of areas, those valid on the preset's first day; `starts_on` moves every date by the same
number of days except those of figures, which stay true for the day they were published for; loading again changes
nothing; estimates, hamlets and a sample target come only with sample data and are marked.
"""

import csv
import secrets
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from server.campaign import store
from server.campaign.models import Area, Campaign, Figure, Organisation, Outcome, Target
from server.campaign.naming import expand
from server.clock import now_ms
from server.config import SettingsError

PRESETS = Path(__file__).resolve().parents[2] / "campaigns"
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Preset:
    """A campaign's files, unshifted."""

    folder: Path
    plan: Mapping[str, Any]

    @property
    def code(self) -> str:
        return self.plan["code"]

    @property
    def tz(self) -> str:
        return self.plan["tz"]

    @property
    def starts_on(self) -> date:
        return self.plan["starts_on"]

    def rows(self, name: str) -> Rows:
        """The rows of a CSV file of the preset; none when it has no such file."""
        path = self.folder / name
        if not path.exists():
            return []
        with open(path, encoding="utf-8-sig", newline="") as handle:
            return list(csv.DictReader(handle))

    def text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


def read_preset(name: str) -> Preset:
    """The preset of a name under campaigns/, or of a path to a folder.

    Raises:
        SettingsError: there is no such preset, or its campaign.toml cannot be read.
    """
    folder = PRESETS / name if "/" not in name else Path(name)
    plan = folder / "campaign.toml"
    if not plan.is_file():
        known = ", ".join(sorted(path.parent.name for path in PRESETS.glob("*/campaign.toml")))
        raise SettingsError(f"there is no preset {name!r}; known: {known}")
    try:
        values = tomllib.loads(plan.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{plan.name} of preset {name!r}: {error}") from error
    missing = [key for key in ("code", "name", "tz", "root", "starts_on", "ends_on") if key not in values]
    if missing:
        raise SettingsError(f"{plan.name} of preset {name!r} lacks {', '.join(missing)}")
    return Preset(folder, values)


def load_preset(
    session: Session, name: str, starts_on: date | None = None, sample: bool = False, phone_secret: int = 1
) -> bool:
    """Makes the campaign of a preset; returns False, and changes nothing, when it is there already.

    Args:
        starts_on: its first day, when that is not the preset's own.
        sample: also hamlets, estimates and a sample target.
        phone_secret: number of the key that its codes of numbers are made with.

    Raises:
        SettingsError: as `read_preset`.
    """
    preset = read_preset(name)
    if store.campaign_by_code(session, preset.code) is not None:
        return False
    shift = (starts_on or preset.starts_on) - preset.starts_on
    campaign = _campaign(preset, shift, sample)
    campaign.phone_secret = phone_secret
    session.add(campaign)
    session.flush()
    areas = list(_areas(preset, shift, sample))
    area_ids = {area["code"]: area["id"] for area in areas}
    campaign.root_area = area_ids[preset.plan["root"]]
    batches: list[tuple[Any, Iterable[dict[str, Any]]]] = [
        (Area, areas),
        (Organisation, _organisations(preset, areas, shift)),
        (Outcome, _outcomes(preset)),
        (Figure, _figures(preset, area_ids, sample)),
        (Target, _targets(preset, area_ids, campaign) if sample else []),
    ]
    for model, rows in batches:
        values = [{"campaign_id": campaign.id, **row} for row in rows]
        if values:
            session.execute(insert(model), values)
    return True


def _moved(value: date | str | None, shift: timedelta) -> date | None:
    if not value:
        return None
    return (date.fromisoformat(value) if isinstance(value, str) else value) + shift


def _campaign(preset: Preset, shift: timedelta, sample: bool) -> Campaign:
    plan = preset.plan
    return Campaign(
        code=preset.code,
        name=plan["name"],
        tz=preset.tz,
        starts_on=plan["starts_on"] + shift,
        ends_on=plan["ends_on"] + shift,
        weekly_from=_moved(plan.get("weekly_from"), shift),
        weekly_until=_moved(plan.get("weekly_until"), shift),
        shifted_days=shift.days,
        sample=sample,
        settings=_settings(preset),
        head=0,
        figures_rev=1,
        epoch=secrets.token_hex(16),
        created_at=now_ms(),
    )


def _settings(preset: Preset) -> dict[str, Any]:
    """What is read as data: app, modes, rules, consent, steps, help, map, templates of organisations."""
    plan = preset.plan
    kept = {key: value for key, value in plan.items() if isinstance(value, dict)}
    return {
        **kept,
        "consent": _consent(preset.text(plan.get("privacy", {}).get("consent", "consent.vi.md"))),
        "steps": [
            {"code": row["step"], "name": row["vi"], "name_en": row["en"]} for row in preset.rows("install_steps.csv")
        ],
        "help": [
            {"code": f"{row['kind']}.{row['key']}", "kind": row["kind"], "name": row["title_vi"] or row["key"]}
            | {"text": row["text_vi"]}
            for row in preset.rows("help.csv")
        ],
        "map": [
            {"code": row["code"], "name": row["short_name"], "col": int(row["col"]), "row": int(row["row"])}
            for row in preset.rows("tilegrid.csv")
        ],
        "hamlet_templates": [row for row in preset.rows("organisations.csv") if row["expand"] == "hamlet"],
    }


def _consent(text: str) -> dict[str, str]:
    """The consent text and its id, which stands in the first line as `id: …`."""
    head, _, body = text.partition("\n")
    if not head.startswith("id:"):
        raise SettingsError("the consent text must begin with a line `id: …`")
    return {"id": head.removeprefix("id:").strip(), "text": body.strip()}


def _areas(preset: Preset, shift: timedelta, sample: bool) -> Iterator[dict[str, Any]]:
    """Areas valid on the preset's first day, the root first; ids are given in file order.

    A closing that lies after the campaign is not copied: what the codes become then (new units that reuse them) is
    not in this campaign's list, and records that come in late still belong to the areas of the campaign.
    """
    start, end = preset.starts_on, preset.plan["ends_on"]
    rows = preset.rows("areas.csv") + (preset.rows("hamlets.csv") if sample else [])
    ids: dict[str, tuple[int, int]] = {}
    for row in rows:
        opened = date.fromisoformat(row["valid_from"])
        closed = date.fromisoformat(row["valid_to"]) if row.get("valid_to") else None
        if opened > start or (closed is not None and closed < start):
            continue
        if closed is not None and closed > end:
            closed = None
        parent = ids.get(row["parent"])
        if parent is None and row["code"] != preset.plan["root"]:
            raise SettingsError(f"area {row['code']}: its parent {row['parent']!r} is not above it in the list")
        ids[row["code"]] = (len(ids) + 1, parent[1] + 1 if parent else 0)
        yield {
            "id": ids[row["code"]][0],
            "code": row["code"],
            "name": row["name"],
            "type": row["type"],
            "level": ids[row["code"]][1],
            "parent_id": parent[0] if parent else None,
            "valid_from": opened + shift,
            "valid_to": _moved(closed, shift),
            "successor": row.get("successor") if closed else None,
            "source": row["source"],
        }


def _organisations(preset: Preset, areas: list[dict[str, Any]], shift: timedelta) -> Iterator[dict[str, Any]]:
    """Organisations of the list; `expand=commune` makes one per commune, `expand=hamlet` waits until asked for."""
    communes = [area for area in areas if area["level"] == 1]
    ids: dict[str, int] = {}
    for row in preset.rows("organisations.csv"):
        if row["expand"] == "hamlet":
            continue
        for area in communes if row["expand"] == "commune" else [None]:
            code = f"{row['code']}.{area['code']}" if area else row["code"]
            ids[code] = len(ids) + 1
            yield {
                "id": ids[code],
                "code": code,
                "name": expand(row["name"], commune=area["name"]) if area else row["name"],
                "short_name": expand(row["short_name"], commune=area["name"]) if area else row["short_name"],
                "kind": row["kind"],
                "parent_id": ids[row["parent"]] if row["parent"] else None,
                "area_id": area["id"] if area else None,
                "takes_members": row["expand"] != "class",
                "assists_residents": row["assists_residents"] == "yes",
                "duties": _duties(row, shift),
                "position": len(ids),
            }


def _duties(row: Mapping[str, str], shift: timedelta) -> dict[str, Any]:
    once = _moved(row["owes_once"], shift)
    return {
        "weekly": row["owes_weekly"] == "yes",
        "once": once.isoformat() if once else None,
        "due": row["due_kind"] or None,
        "staff": row["staff_denominator"],
    }


def _outcomes(preset: Preset) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(preset.rows("outcomes.csv"), 1):
        yield {
            "id": number,
            "code": row["code"],
            "name_vi": row["name_vi"],
            "name_en": row["name_en"],
            "group": row["group"],
            "no_household": row["no_household"] == "yes",
            "position": number,
        }


def _figures(preset: Preset, area_ids: Mapping[str, int], sample: bool) -> Iterator[dict[str, Any]]:
    files = [("figures.csv", False), *([("estimates.csv", True)] if sample else [])]
    rows = [(row, estimate) for name, estimate in files for row in preset.rows(name)]
    for number, (row, estimate) in enumerate(rows, 1):
        yield {
            "id": number,
            "area_id": area_ids[row["area"]],
            "measure": row["measure"],
            "value": int(row["value"]),
            "as_of": date.fromisoformat(row["as_of"]),
            "source": row["source"],
            "estimate": estimate,
            "created_at": now_ms(),
        }


def _targets(preset: Preset, area_ids: Mapping[str, int], campaign: Campaign) -> Iterator[dict[str, Any]]:
    """A sample target: a share of the population, of each area by its latest known or estimated one; of what is
    logged, and for the whole district of what is published as installed too."""
    percent = preset.plan.get("targets", {}).get("sample_percent_of_population")
    if not percent:
        return
    latest: dict[str, tuple[str, int]] = {}
    for row in preset.rows("figures.csv") + preset.rows("estimates.csv"):
        if row["measure"] == "population":
            latest[row["area"]] = max(latest.get(row["area"], ("", 0)), (row["as_of"], int(row["value"])))
    of_logged = [(code, "unique", people) for code, (_, people) in sorted(latest.items())]
    published = [(row["area"], "installed", latest[row["area"]][1]) for row in preset.rows("figures.csv")
                 if row["measure"] == "installed" and row["area"] in latest]  # fmt: skip
    for number, (code, measure, people) in enumerate((*of_logged, *dict.fromkeys(published)), 1):
        yield {
            "id": number,
            "area_id": area_ids[code],
            "organisation_id": None,
            "measure": measure,
            "value": people * percent // 100,
            "starts_on": campaign.starts_on,
            "deadline": campaign.ends_on,
            "source": f"Chỉ tiêu mẫu: {percent}% dân số",
            "sample": True,
        }
