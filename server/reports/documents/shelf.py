"""Where templates are: the installation's own first, then those that ship with the campaign.

`GOCUA_HOME/templates/<campaign>/` holds what clerks have edited in Word, in the same places as `templates/` of the
campaign's folder. An organisation may have a folder of its own there, named by its code.
"""

from collections.abc import Iterator
from pathlib import Path

from server.campaign.preset import PRESETS, read_preset
from server.config import SettingsError

SHIPPED = "can-duoc-bluezone-2021"  # its templates serve a campaign that brings none


def folders(home: Path, campaign: str) -> Iterator[Path]:
    """Folders of templates, the first to be asked first."""
    yield home / "templates" / campaign
    for name in (campaign, SHIPPED):
        yield PRESETS / name / "templates"


def find(home: Path, campaign: str, organisation: str, form: str) -> Path:
    """The template of a form for an organisation.

    Raises:
        SettingsError: there is none, not even a shipped one.
    """
    for folder in folders(home, campaign):
        for path in (folder / organisation / f"{form}.docx", folder / f"{form}.docx"):
            if path.is_file():
                return path
    raise SettingsError(f"there is no template {form}.docx")


def columns(campaign: str) -> list[dict[str, str]]:
    """The campaign's report_columns.csv, or the shipped one."""
    for name in (campaign, SHIPPED):
        try:
            rows = read_preset(name).rows("report_columns.csv")
        except SettingsError:
            continue
        if rows:
            return rows
    raise SettingsError("there is no report_columns.csv")
