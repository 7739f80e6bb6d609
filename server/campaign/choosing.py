"""Which campaign a command is about: the only one, or the one that `--campaign` names."""

import click
from sqlalchemy.orm import Session

from server.campaign import store
from server.campaign.models import Campaign
from server.errors import Problem

campaign_option = click.option("--campaign", "campaign_code", help="Code of the campaign, when there are several.")


def chosen(session: Session, code: str | None) -> Campaign:
    """The campaign of a code; without one, the only campaign that there is.

    Raises:
        ClickException: no code, and not exactly one campaign.
        Problem: `campaign.unknown`.
    """
    known = store.campaigns(session)
    if code is None and len(known) != 1:
        codes = ", ".join(one.code for one in known) or "none; run `gocua init`"
        raise click.ClickException(f"say which campaign with --campaign; there are: {codes}")
    found = [one for one in known if code in (None, one.code)]
    if not found:
        raise Problem("campaign.unknown", code)
    return found[0]
