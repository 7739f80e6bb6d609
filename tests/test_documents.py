"""What the documents say exists, exists: tests named as evidence, pictures and files that are linked."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted((ROOT / "docs").glob("*.md"))
EVIDENCE = ("field-problems.md", "directive.md", "security.md", "privacy.md", "asvs.md", "reliability.md")
NAMED = sorted(
    {
        found
        for document in EVIDENCE
        for found in re.findall(r"`(tests/[\w/.-]+)::([^`]+)`", (ROOT / "docs" / document).read_text())
    }
)


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[f"{path} {name}" for path, name in NAMED])
def test_a_test_named_as_evidence_is_there(path: str, name: str):
    text = (ROOT / path).read_text()
    wanted = f"def {name}(" if path.endswith(".py") else f"'{name}'"
    assert wanted in text


def test_each_of_the_28_problems_has_a_line():
    text = (ROOT / "docs" / "field-problems.md").read_text()
    assert [int(number) for number in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)] == list(range(1, 29))


def test_each_clause_of_the_directive_has_a_line_and_a_test():
    rows = re.findall(r"^\| (R\d\d) \|.*\|(.*)\|$", (ROOT / "docs" / "directive.md").read_text(), re.MULTILINE)
    assert [clause for clause, _ in rows] == [f"R{number:02d}" for number in range(1, 17)]
    assert [clause for clause, shown in rows if "::" not in shown] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_links_to_is_there(document: Path):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


# how many requirements of levels 1 and 2 each section of ASVS 5.0.0 has; they come first in it, but for those left out
ASVS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4,
    "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5,
    "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "11.1": 2, "11.2": 3, "11.3": 3,
    "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
    "14.3": 3,
}  # fmt: skip


def requirements() -> list[tuple[str, str, str]]:
    """Id, state and what shows it, of each requirement in docs/asvs.md."""
    found = []
    for line in (ROOT / "docs" / "asvs.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != 6 or not cells[0][:1].isdigit():
            continue
        for one in cells[0].split(", "):
            first, _, last = one.partition("–")
            section, _, number = first.rpartition(".")
            for at in range(int(number), int((last or first).rpartition(".")[2]) + 1):
                found.append((f"{section}.{at}", cells[3], f"{cells[4]} {cells[5]}"))
    return found


def test_each_requirement_of_asvs_has_one_answer():
    wanted = [f"{section}.{number}" for section, count in ASVS.items() for number in range(1, count + 1)]
    assert sorted(one for one, _, _ in requirements()) == sorted(wanted)


def test_what_is_met_is_shown_somewhere():
    assert {state for _, state, _ in requirements()} == {"met", "partly", "not met", "n/a"}
    assert [one for one, state, shown in requirements() if state == "met" and not re.search(r"`|\]\(", shown)] == []
    named = {path for _, _, shown in requirements() for path in re.findall(r"`((?:[\w.-]+/)+[\w./-]*)", shown)}
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_the_sum_of_the_answers_is_right():
    states = [state for _, state, _ in requirements()]
    told = re.search(r"^\| all \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", (ROOT / "docs" / "asvs.md").read_text(), re.M)
    assert told is not None
    assert [int(one) for one in told.groups()] == [states.count(one) for one in ("met", "partly", "not met", "n/a")]
