"""The files of deploy/ name commands, variables and files that exist; their programs try them in tests/faults."""

import configparser
import re
import shlex
from pathlib import Path

import click
import pytest
import yaml

from server import cli
from tests.faults.live import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("**/*.service"))
CALLED = re.compile(r"(?:\.venv/bin/)gocua ((?:[a-z-]+ ?)+)")


def unit(path: Path) -> configparser.RawConfigParser:
    """A unit's settings; of those that stand several times all, in lines."""

    class Several(dict):
        def __setitem__(self, key, value):
            if isinstance(value, list) and key in self and isinstance(self[key], list):
                self[key].extend(value)
            else:
                super().__setitem__(key, value)

    found = configparser.RawConfigParser(strict=False, dict_type=Several, comment_prefixes=("#",))
    found.optionxform = str  # type: ignore[method-assign]
    found.read(path)
    return found


def commands(path: Path) -> list[str]:
    return [line for line in unit(path)["Service"]["ExecStart"].splitlines() if line]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_commands_that_exist(path: Path):
    called = [words.split() for line in commands(path) for words in CALLED.findall(line)]
    assert called or path.name in ("gocua-litestream.service", "gocua-patroni.service")
    for words in called:
        group: click.Command = cli.main
        for word in words:
            if not isinstance(group, click.Group):
                break
            assert word in group.commands, f"gocua {' '.join(words)}"
            group = group.commands[word]
        assert not isinstance(group, click.Group), f"gocua {' '.join(words)} says only what it could do"


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_is_locked_down_and_sets_variables_that_are_read(path: Path):
    service = unit(path)["Service"]
    assert service["User"] != "root"
    for setting in ("NoNewPrivileges", "PrivateTmp", "ProtectHome", "LockPersonality"):
        assert service[setting] == "yes"
    assert (service["ProtectSystem"], service["CapabilityBoundingSet"]) == ("strict", "")
    read = (ROOT / "server/config.py").read_text()
    for line in service.get("Environment", "").splitlines():
        for name, _, value in (word.partition("=") for word in shlex.split(line)):
            assert f'"{name}"' in read
            assert value


def test_a_timer_starts_a_unit_that_is_there():
    for path in DEPLOY.glob("**/*.timer"):
        assert path.with_suffix(".service").exists()
        assert unit(path)["Timer"]["OnCalendar"]


def test_patroni_waits_for_a_second_machine_and_every_blank_has_a_value():
    text = (DEPLOY / "ha/patroni.yml").read_text()
    lines = (DEPLOY / "ha/node.env").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(re.findall(r"\$\{(\w+)\}", text)) <= set(values)
    config = yaml.safe_load(text)
    agreed = config["bootstrap"]["dcs"]
    assert (agreed["synchronous_mode"], agreed["synchronous_mode_strict"]) == (True, True)
    assert agreed["postgresql"]["parameters"]["synchronous_commit"] == "on"
    assert agreed["loop_wait"] + 2 * agreed["retry_timeout"] <= agreed["ttl"]
    rules = [rule.split() for rule in config["postgresql"]["pg_hba"]]
    assert {rule[0] for rule in rules} == {"local", "hostssl"}
    assert {rule[-1] for rule in rules} == {"scram-sha-256"}
