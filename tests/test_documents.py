"""What the documents say exists, exists: tests named as evidence, pictures and files that are linked."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted((ROOT / "docs").glob("*.md"))
EVIDENCE = ("field-problems.md", "directive.md", "security.md", "privacy.md")
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
