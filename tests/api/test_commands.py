"""`gocua invite`, `person add`, `people import`, `areas import`, `figures import`."""

import csv
import io
import json
import uuid
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from server import keys
from server.app import create_app
from server.campaign.models import Area, Figure
from server.campaign.service import book
from server.cli import main
from server.clock import DAY_MS, now_ms, parse_instant
from server.config import from_environment
from server.database import reading
from server.extensions import db
from server.people.models import Audit, Invite, Person
from tests.entry import PASSWORD, enrol, sign_in
from tests.site import COMMUNE, HAMLET, ROOT, UNION, Site

INVITE = ("invite", "--role", "volunteer", "--organisation", UNION, "--area", COMMUNE, "--name", "Chị Mận")


def run(site: Site, *words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], obj=lambda: site.app, input=stdin)


def fails(result: Result, told: str) -> None:
    """One clear line, and a status that scripts notice."""
    assert result.exit_code != 0
    assert told in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert "Traceback" not in result.output


def count(model) -> int:
    with reading() as session:
        return session.scalars(select(func.count()).select_from(model)).one()


@pytest.mark.parametrize("name", ["", " \u200b ", "a" * 201, "\udcff"])
def test_a_name_is_cleaned_and_has_a_length(sqlite_site: Site, name: str):
    result = run(sqlite_site, *INVITE[:-1], name)
    assert result.exit_code != 0
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert run(sqlite_site, *INVITE[:-1], " Chị\u202e Mận ").exit_code == 0
    with reading() as session:
        assert session.scalars(select(Invite.name)).one() == "Chị Mận"


def test_the_district_is_at_the_root_whatever_area_is_named(sqlite_site: Site):
    result = run(sqlite_site, "invite", "--role", "district", "--area", COMMUNE, "--name", "A", "--json")
    answer = enrol(sqlite_site, json.loads(result.stdout)["code"])
    assert answer.json["membership"]["area"] == ROOT


# --- invite ---


def test_an_invite_is_printed_as_json(site: Site):
    result = run(site, *INVITE, "--hamlet", HAMLET, "--json")
    assert result.exit_code == 0, result.output
    made = json.loads(result.stdout)
    assert made.keys() == {"code", "url", "expires_at"}
    assert "-" not in made["code"]
    assert made["url"] == f"http://127.0.0.1:8000/#moi={made['code']}"
    assert abs(parse_instant(made["expires_at"]) - now_ms() - 7 * DAY_MS) < 60_000
    answer = enrol(site, made["code"])
    assert answer.status_code == 201
    assert answer.json["membership"] == {
        "role": "volunteer",
        "organisation": UNION,
        "area": COMMUNE,
        "hamlet": HAMLET,
        "since": answer.json["membership"]["since"],
    }


def test_an_invite_is_printed_for_people(sqlite_site: Site):
    result = run(sqlite_site, *INVITE)
    typed = result.stdout.splitlines()[0].split()[-1]
    assert typed.count("-") == 6
    assert enrol(sqlite_site, typed).status_code == 201


def test_an_invite_for_somebody_who_exists(site: Site):
    volunteer = site.person("volunteer")
    made = json.loads(run(site, "invite", "--person", str(volunteer.person_id), "--json").stdout)
    assert enrol(site, made["code"]).json["person"]["id"] == str(volunteer.person_id)


@pytest.mark.parametrize("role", ["district", "admin"])
def test_the_district_needs_neither_organisation_nor_area(sqlite_site: Site, role: str):
    result = run(sqlite_site, "invite", "--role", role, "--name", "Chị Ba", "--json")
    answer = enrol(sqlite_site, json.loads(result.stdout)["code"])
    assert (answer.json["person"]["role"], answer.json["membership"]["area"]) == (role, "806")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("invite", "--role", "volunteer", "--area", COMMUNE, "--name", "A"), "--organisation is required"),
        (("invite", "--role", "commune", "--organisation", UNION, "--name", "A"), "--area is required"),
        (("invite", "--name", "A"), "--role and --name are required"),
        ((*INVITE[:-4], "--area", "99999", "--name", "A"), "area.unknown"),
        ((*INVITE[:3], "--organisation", "khong-co", *INVITE[5:]), "organisation.unknown"),
        ((*INVITE[:3], "--organisation", "ngan-hang", *INVITE[5:]), "organisation.class"),
        ((*INVITE, "--hamlet", "28111-xoai-doi"), "area.unknown"),
        ((*INVITE, "--campaign", "khong-co"), "campaign.unknown"),
        (("invite", "--person", str(uuid.uuid4())), "not_found"),
    ],
)
def test_a_wrong_invite_is_told_in_one_line(sqlite_site: Site, words: tuple[str, ...], told: str):
    fails(run(sqlite_site, *words), told)
    assert count(Invite) == 0


# --- person add ---


def test_a_person_with_a_password_can_sign_in(site: Site):
    words = ("person", "add", "--username", "my-le", "--role", "commune", "--organisation", "ubnd-xa.28135")
    result = run(
        site, *words, "--area", COMMUNE, "--name", "Chị Tư", "--password-stdin", "--json", stdin=PASSWORD + "\n"
    )
    assert result.exit_code == 0, result.output
    made = json.loads(result.stdout)
    assert made == {"id": made["id"], "username": "my-le"}
    answer = sign_in(site, "my-le", PASSWORD)
    assert (answer.status_code, answer.json["person"]["id"]) == (201, made["id"])


@pytest.mark.parametrize("stdin", [PASSWORD, PASSWORD + "\n", PASSWORD + "\r\n", PASSWORD + "\nmore\n"])
def test_only_the_line_end_is_dropped(sqlite_site: Site, stdin: str):
    words = ("person", "add", "--username", "huyen", "--role", "district", "--name", "A", "--password-stdin")
    assert run(sqlite_site, *words, stdin=stdin).exit_code == 0
    assert sign_in(sqlite_site, "huyen", PASSWORD).status_code == 201


def test_a_password_may_begin_and_end_with_spaces(sqlite_site: Site):
    words = ("person", "add", "--username", "huyen", "--role", "district", "--name", "A", "--password-stdin")
    run(sqlite_site, *words, stdin=f"  {PASSWORD} \n")
    assert sign_in(sqlite_site, "huyen", PASSWORD).status_code == 401
    assert sign_in(sqlite_site, "huyen", f"  {PASSWORD} ").status_code == 201


@pytest.mark.parametrize(
    ("words", "stdin", "told"),
    [
        (("--username", "Có Dấu", "--role", "district"), PASSWORD, "username.invalid"),
        (("--username", "huyen", "--role", "district"), "ngan", "password.weak"),
        (("--username", "xa", "--role", "commune"), PASSWORD, "--organisation is required"),
        (("--username", "da-co", "--role", "district"), PASSWORD, "username.taken"),
    ],
)
def test_a_wrong_person_is_told_in_one_line(sqlite_site: Site, words: tuple[str, ...], stdin: str, told: str):
    add = ("person", "add", "--name", "A", "--password-stdin")
    assert run(sqlite_site, *add, "--username", "da-co", "--role", "district", stdin=PASSWORD).exit_code == 0
    fails(run(sqlite_site, *add, *words, stdin=stdin), told)
    assert count(Person) == 1


# --- imports ---


def table(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "bang.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_areas_are_imported_with_their_communes(site: Site, tmp_path: Path):
    path = table(
        tmp_path,
        "code,name,type,parent,valid_from\n"
        "28199,Xã Mới,xã,806,\n"
        "28199-1,Ấp 1,ấp,28199,2021-08-01\n"
        f"28135-rach-dao,Ấp Rạch Đào,ấp,{COMMUNE},24/8/2021\n"
        f"{HAMLET},Ấp Mỹ Tây 1,ấp,{COMMUNE},\n",
    )
    result = run(site, "areas", "import", path)
    assert (result.exit_code, result.stdout.strip()) == (0, "3 added, 1 corrected, 0 as before")
    again = run(site, "areas", "import", path)
    assert again.stdout.strip() == "0 added, 0 corrected, 4 as before"
    with reading() as session:
        dictionary = book(session, site.campaign_id)
    rows = {one.code: one for one in dictionary.areas.values()}
    assert rows[HAMLET].name == "Ấp Mỹ Tây 1"
    assert rows["28199-1"].level == 2
    assert rows["28135-rach-dao"].valid_from.isoformat() == "2021-08-24"
    assert dictionary.commune_of(rows["28199-1"].id) == rows["28199"].id


def test_the_list_of_attested_hamlets_can_be_imported(tmp_path: Path):
    """Its codes are called local_code, it has no valid_from, and more columns than are read."""
    with Site.make(tmp_path, f"sqlite:///{tmp_path / 'gocua.db'}", sample=False) as site:
        path = table(
            tmp_path,
            "local_code,name,type,parent,source,verification\n"
            '28108-kp-1a,Khu phố 1A,khu phố,28108,"UBND huyện: ""Số 01, Trần Phú""",attested once\n',
        )
        assert run(site, "areas", "import", path).stdout.startswith("1 added")
        with reading() as session:
            row = session.scalars(select(Area).where(Area.code == "28108-kp-1a")).one()
            assert (row.type, row.level, row.valid_from.isoformat()) == ("khu phố", 2, "2021-08-17")
            assert row.source == 'UBND huyện: "Số 01, Trần Phú"'


def test_a_workbook_is_imported_too(site: Site, tmp_path: Path):
    path = tmp_path / "ap.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["code", "name", "type", "parent", "valid_from"])
        sheet.write_row(1, 0, ["28135-moi", "Ấp Mới", "ấp", 28135, "2021-08-17"])
    assert run(site, "areas", "import", path).exit_code == 0
    assert site.person("commune", COMMUNE, "ubnd-xa.28135").call(
        "PUT", "/areas/28135-moi", json={"name": "Ấp Mới 2"}
    ).status_code == 200  # fmt: skip


def test_nothing_is_half_imported(site: Site, tmp_path: Path):
    before = count(Area)
    path = table(
        tmp_path,
        "code,name,type,parent,valid_from\n"
        f"28135-a,Ấp A,ấp,{COMMUNE},\n"
        "28135-b,Ấp B,ấp,99999,\n"
        f"28135-c,,ấp,{COMMUNE},\n"
        f"28135-d,Ấp D,ấp,{COMMUNE},hôm qua\n"
        f"28135-a,Ấp A,ấp,{COMMUNE},\n"
        f"28135-e,Ấp E,ấp,{HAMLET},\n"
        f"có dấu,Ấp F,ấp,{COMMUNE},\n"
        f"{HAMLET},Ấp Mỹ Tây,ấp,28111,\n",
    )
    result = run(site, "areas", "import", path)
    assert result.exit_code != 0
    lines = result.stderr.strip().splitlines()
    assert sorted(line.removeprefix("Error: ")[:5] for line in lines) == [f"row {number}" for number in range(3, 10)]
    assert count(Area) == before
    assert count(Audit) == 0


def test_figures_are_imported_once(site: Site, tmp_path: Path):
    content = "area;measure;value;as_of;source\n28135;smartphones;7.600;24/8/2021;UBND xã\n"
    path = table(tmp_path, content)
    assert run(site, "figures", "import", path).stdout.strip() == "1 added, 0 corrected, 0 as before"
    assert run(site, "figures", "import", path).stdout.strip() == "0 added, 0 corrected, 1 as before"
    path = table(tmp_path, content.replace("7.600", "7.650"))
    assert run(site, "figures", "import", path).stdout.strip() == "0 added, 1 corrected, 0 as before"
    with reading() as session:
        row = session.scalars(select(Figure).where(Figure.source == "UBND xã")).one()
        assert (row.value, row.as_of.isoformat(), row.estimate) == (7650, "2021-08-24", False)


def test_wrong_figures_are_told_row_by_row(site: Site, tmp_path: Path):
    before = count(Figure)
    path = table(
        tmp_path,
        "area,measure,value,as_of,source\n"
        "28135,smartphones,7600,2021-08-24,UBND xã\n"
        "99999,smartphones,7600,2021-08-24,x\n"
        "28135,cows,7600,2021-08-24,x\n"
        '28135,smartphones,"7,6",2021-08-24,x\n'
        "28135,smartphones,7600,24.8,x\n"
        "28135,smartphones,7600,2021-08-24,\n",
    )
    result = run(site, "figures", "import", path)
    assert result.exit_code != 0
    assert len(result.stderr.strip().splitlines()) == 5
    assert count(Figure) == before


def test_people_are_invited_from_a_table(site: Site, tmp_path: Path):
    path = table(
        tmp_path,
        "name,role,organisation,area,hamlet\n"
        f"Chị Mận,volunteer,{UNION},{COMMUNE},{HAMLET}\n"
        f'"Anh Đào, tổ 2",teller,{UNION},{COMMUNE},\n',
    )
    result = run(site, "people", "import", path)
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["name"] for row in rows] == ["Chị Mận", "Anh Đào, tổ 2"]
    assert [enrol(site, row["code"]).json["person"]["role"] for row in rows] == ["volunteer", "teller"]
    as_json = json.loads(run(site, "people", "import", path, "--json").stdout)
    assert [one["name"] for one in as_json] == ["Chị Mận", "Anh Đào, tổ 2"]


def test_nobody_is_invited_when_a_row_is_wrong(site: Site, tmp_path: Path):
    path = table(
        tmp_path,
        "name,role,organisation,area\n"
        f"Chị Mận,volunteer,{UNION},{COMMUNE}\n"
        f",volunteer,{UNION},{COMMUNE}\n"
        f"A,chief,{UNION},{COMMUNE}\n"
        f"B,volunteer,,{COMMUNE}\n"
        f"C,volunteer,ngan-hang,{COMMUNE}\n",
    )
    result = run(site, "people", "import", path)
    assert result.exit_code != 0
    assert len(result.stderr.strip().splitlines()) == 4
    assert count(Invite) == 0


@pytest.mark.parametrize("command", ["areas", "figures", "people"])
def test_a_table_without_its_columns_is_told(sqlite_site: Site, tmp_path: Path, command: str):
    fails(run(sqlite_site, command, "import", table(tmp_path, "a,b\n1,2\n")), "no column")


def test_staff_acts_of_the_command_line_are_in_the_trail(site: Site):
    run(site, *INVITE)
    with reading() as session:
        (line,) = session.scalars(select(Audit)).all()
    assert (line.act, line.actor_id, line.campaign_id) == ("invite.make", None, site.campaign_id)


def test_a_database_without_tables_is_told_in_one_line(database_url: str, tmp_path: Path):
    keys.make(tmp_path / "keys")
    settings = from_environment({"GOCUA_HOME": str(tmp_path), "DATABASE_URL": database_url}, testing=True)
    app = create_app(settings)
    try:
        fails(CliRunner().invoke(main, list(INVITE), obj=lambda: app), "Error:")
    finally:
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()


@pytest.mark.parametrize(
    "words", [("invite",), ("person", "add"), ("people", "import"), ("areas", "import"), ("figures", "import")]
)
def test_every_command_explains_itself(words: tuple[str, ...]):
    result = CliRunner().invoke(main, [*words, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nonsense",), "No such command 'nonsense'"),
        (("--nonsense",), "No such option"),
        (("invite", "--role", "king", "--name", "A"), "'king' is not one of"),
        (("person", "add", "--name", "A", "--username", "a"), "Missing option '--role'"),
        (("figures", "import", "/none.csv"), "does not exist"),
        (("init", "--starts-on", "tomorrow"), "tomorrow"),
    ],
)
def test_wrong_words_are_told_in_one_line(words: tuple[str, ...], told: str):
    result = CliRunner().invoke(main, words)
    fails(result, told)
    assert result.exit_code == 2


def test_a_group_without_a_command_shows_its_help():
    assert "check" in CliRunner().invoke(main, ["totals"]).output


@pytest.mark.parametrize("home", ["file", "file/below"])
def test_a_home_that_cannot_be_made_is_told_in_one_line(tmp_path: Path, home: str):
    (tmp_path / "file").write_text("", encoding="utf-8")
    fails(CliRunner(env={"GOCUA_HOME": str(tmp_path / home)}).invoke(main, ["init"]), str(tmp_path / "file"))


def test_a_damaged_key_file_is_told_in_one_line(tmp_path: Path):
    keys.make(tmp_path / "keys")
    (tmp_path / "keys" / "seal-1.pem").write_text("nothing", encoding="utf-8")
    fails(CliRunner(env={"GOCUA_HOME": str(tmp_path)}).invoke(main, ["totals", "check"]), "seal-1.pem")
