"""The roles, from the one who knocks on doors to the one who keeps the installation (protocol §2)."""

ROLES = ("volunteer", "teller", "reporter", "commune", "district", "admin")
