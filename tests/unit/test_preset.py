"""The preset: the directive of August 2021 as data."""

import csv
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from server.campaign.models import Area, Campaign, Figure, Organisation, Outcome, Target
from server.campaign.preset import PRESETS, load_preset, read_preset
from server.campaign.service import book
from server.config import SettingsError
from server.database import reading, writing
from tests.site import PRESET, Site

FOLDER = PRESETS / PRESET


def count(session, model) -> int:
    return session.scalars(select(func.count()).select_from(model)).one()


def test_it_is_the_campaign_of_the_directive(site: Site):
    with reading() as session:
        campaign = session.scalars(select(Campaign)).one()
        dictionary = book(session, campaign.id)
    assert (campaign.starts_on, campaign.ends_on) == (date(2021, 8, 17), date(2021, 9, 30))
    assert (campaign.weekly_from, campaign.weekly_until) == (date(2021, 8, 26), date(2021, 9, 30))
    assert dictionary.area(dictionary.root).code == "806"
    assert len(dictionary.children(dictionary.root)) == 17
    assert len(dictionary.outcomes) == 21


def test_forty_three_units_owe_the_weekly_report(site: Site):
    with reading() as session:
        units = book(session, site.campaign_id).organisations.values()
    owing = [unit for unit in units if unit.duties["weekly"]]
    assert len(owing) == 43
    assert sum(unit.kind == "commune_authority" for unit in owing) == 17


def test_units_are_made_per_commune(site: Site):
    with reading() as session:
        dictionary = book(session, site.campaign_id)
    unit = dictionary.organisation_of("doan-tn-xa.28111")
    town = dictionary.organisation_of("hoi-lhpn-xa.28108")
    assert unit is not None
    assert town is not None
    assert unit.name == "Đoàn xã Long Trạch"
    assert town.name == "Hội Liên hiệp Phụ nữ thị trấn Cần Đước"
    assert dictionary.organisation(unit.parent_id or 0).code == "doan-tn"
    assert dictionary.area(unit.area_id or 0).code == "28111"
    assert not any("{" in one.name + one.short_name for one in dictionary.organisations.values())


def test_a_class_takes_no_members_and_a_hamlets_unit_waits(site: Site):
    with reading() as session:
        dictionary = book(session, site.campaign_id)
    classes = {one.code for one in dictionary.organisations.values() if not one.takes_members}
    assert classes == {"truong-hoc", "doanh-nghiep", "ngan-hang"}
    assert dictionary.organisation_of("mttq-ap") is None
    assert not any(one.code.startswith("to-covid") for one in dictionary.organisations.values())


@pytest.fixture
def bare(tmp_path: Path):
    with Site.make(tmp_path, f"sqlite:///{tmp_path / 'gocua.db'}", sample=False, starts_on=None) as site:
        yield site


def test_without_sample_data_there_is_nothing_but_what_is_real(bare: Site):
    with reading() as session:
        assert count(session, Area) == 18
        assert count(session, Target) == 0
        figures = session.scalars(select(Figure)).all()
        campaign = session.scalars(select(Campaign)).one()
    assert not campaign.sample
    assert not any(one.estimate for one in figures)
    assert {one.measure for one in figures} == {"installed", "smartphones", "population", "households"}
    census = [one for one in figures if one.as_of == date(2019, 4, 1)]
    assert len(census) == 2 * 18
    assert len(figures) == len(census) + 3


def test_sample_data_is_marked(site: Site):
    with reading() as session:
        assert session.scalars(select(Campaign.sample)).one()
        assert count(session, Area) == 18 + 26
        assert session.scalars(select(func.count()).where(Figure.estimate.is_(True))).one() == 51
        assert all(session.scalars(select(Target.sample)).all())


def test_loading_again_changes_nothing(site: Site):
    models = (Campaign, Area, Organisation, Outcome, Figure, Target)
    with reading() as session:
        before = [count(session, model) for model in models]
        epoch = session.scalars(select(Campaign.epoch)).one()
    with writing() as session:
        assert load_preset(session, PRESET, starts_on=date(2030, 1, 1)) is False
    with reading() as session:
        assert [count(session, model) for model in models] == before
        assert session.scalars(select(Campaign.epoch)).one() == epoch
        assert session.scalars(select(Campaign.starts_on)).one() == date(2021, 8, 17)


def test_another_first_day_moves_every_date_but_those_of_figures(tmp_path: Path):
    moved = date(2026, 11, 17)
    shift = moved - date(2021, 8, 17)
    with Site.make(tmp_path, f"sqlite:///{tmp_path / 'gocua.db'}", starts_on=moved) as site, reading() as session:
        campaign = session.scalars(select(Campaign)).one()
        assert campaign.shifted_days == shift.days
        assert campaign.ends_on == date(2021, 9, 30) + shift
        assert campaign.weekly_from == date(2021, 8, 26) + shift
        dictionary = book(session, site.campaign_id)
        assert {one.valid_from for one in dictionary.areas.values()} == {date(2004, 7, 8) + shift}
        committee = dictionary.organisation_of("ubnd-xa.28135")
        assert committee is not None
        assert committee.duties["once"] == (date(2021, 8, 24) + shift).isoformat()
        days = set(session.scalars(select(Figure.as_of)).all())
        assert days == {date(2019, 4, 1), date(2021, 8, 16)}
        deadlines = set(session.scalars(select(Target.deadline)).all())
        assert deadlines == {campaign.ends_on}


def copied(folder: Path, **changed: str) -> Path:
    """A copy of the preset with some files replaced."""
    target = folder / "preset"
    target.mkdir()
    for path in filter(Path.is_file, FOLDER.iterdir()):
        text = changed.get(path.name.replace(".", "_"), path.read_text(encoding="utf-8"))
        (target / path.name).write_text(text, encoding="utf-8")
    return target


def test_areas_are_those_valid_on_the_first_day(bare: Site, tmp_path: Path):
    """Codes that were closed before, or begin later, are not the campaign's; a closing within it comes along."""
    rows = (FOLDER / "areas.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in rows if not line.startswith(("28111", "28114", "28117"))]
    kept += [
        "28111,Xã Long Trạch,xã,806,Long Trạch,2004-07-08,2020-12-31,28114,x",
        "28114,Xã Long Khê,xã,806,Long Khê,2004-07-08,2021-09-01,28117,x",
        "28117,Xã Long Định,xã,806,Long Định,2004-07-08,2025-06-30,28126,x",
        "28199,Xã Sau Này,xã,806,Sau Này,2025-07-01,,,x",
    ]
    plan = (FOLDER / "campaign.toml").read_text(encoding="utf-8").replace(PRESET, "another")
    empty = "area,measure,value,as_of,source\n"
    folder = copied(tmp_path, areas_csv="\n".join(kept), campaign_toml=plan, figures_csv=empty)
    with writing() as session:
        assert load_preset(session, str(folder), starts_on=date(2021, 8, 27))
        number = session.scalars(select(Campaign.id).where(Campaign.code == "another")).one()
        dictionary = book(session, number)
    by_code = {one.code: one for one in dictionary.areas.values()}
    assert "28111" not in by_code
    assert "28199" not in by_code
    assert (by_code["28114"].valid_to, by_code["28114"].successor) == (date(2021, 9, 11), "28117")
    assert (by_code["28117"].valid_to, by_code["28117"].successor) == (None, None)
    after = dictionary.resolve("28114", date(2021, 9, 12))
    assert dictionary.area(after or 0).code == "28117"


def test_an_area_under_nothing_is_told(bare: Site, tmp_path: Path):
    plan = (FOLDER / "campaign.toml").read_text(encoding="utf-8").replace(PRESET, "another")
    areas = (FOLDER / "areas.csv").read_text(encoding="utf-8").replace("xã,806", "xã,999")
    folder = copied(tmp_path, areas_csv=areas, campaign_toml=plan)
    with pytest.raises(SettingsError, match="999"), writing() as session:
        load_preset(session, str(folder))
    with reading() as session:
        assert count(session, Campaign) == 1


def test_an_unknown_preset_is_told():
    with pytest.raises(SettingsError, match="can-duoc-bluezone-2021"):
        read_preset("khong-co")


def test_a_broken_plan_is_told(tmp_path: Path):
    with pytest.raises(SettingsError, match=r"campaign\.toml"):
        read_preset(str(copied(tmp_path, campaign_toml="code = ")))
    (tmp_path / "preset" / "campaign.toml").write_text('code = "x"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="lacks name"):
        read_preset(str(tmp_path / "preset"))


def test_the_files_speak_of_each_other():
    """Every area that figures, estimates, hamlets and the map name is in the list of areas."""

    def column(name: str, key: str) -> list[str]:
        with open(FOLDER / name, encoding="utf-8", newline="") as handle:
            return [row[key] for row in csv.DictReader(handle)]

    areas = set(column("areas.csv", "code"))
    for name, key in (
        ("figures.csv", "area"),
        ("estimates.csv", "area"),
        ("hamlets.csv", "parent"),
        ("tilegrid.csv", "code"),
    ):
        assert set(column(name, key)) <= areas, name
    parents = set(column("organisations.csv", "parent")) - {""}
    assert parents <= set(column("organisations.csv", "code"))
    plan = tomllib.loads((FOLDER / "campaign.toml").read_text(encoding="utf-8"))
    assert plan["weekly_from"].strftime("%A") == "Thursday"
    assert plan["starts_on"] + timedelta(days=9) == plan["weekly_from"]


def test_the_rates_of_the_directive_come_out():
    assert round(35921 / 115894 * 100, 2) == 30.99
    assert round(35921 / 188092 * 100, 2) == 19.10
    with open(FOLDER / "figures.csv", encoding="utf-8", newline="") as handle:
        real = {row["measure"]: int(row["value"]) for row in csv.DictReader(handle) if row["as_of"] == "2021-08-16"}
    assert real == {"installed": 35921, "smartphones": 115894, "population": 188092}
