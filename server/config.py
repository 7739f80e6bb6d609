"""Typed settings from the environment (protocol.md §7); nothing secret has a default, keys are files in the home."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


class SettingsError(Exception):
    """A setting that cannot be served with; its text is one clear line for the operator."""


@dataclass(frozen=True)
class Settings:
    home: Path
    database_url: str
    bind: str = "127.0.0.1:8000"
    env: str = "development"
    public_url: str = ""
    proxies: int = 0
    client_dist: Path = field(default_factory=lambda: Path(__file__).resolve().parent.parent / "client" / "dist")
    testing: bool = False
    push_hosts: tuple[str, ...] = ()  # push services besides those that are known (notices.endpoints)
    factor_for: tuple[str, ...] = ()  # roles that get nowhere without a second factor
    failpoint: str = ""  # see server.failpoint; refused in production

    @property
    def sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def secure(self) -> bool:
        """Whether cookies are Secure with the __Host- prefix and HSTS is sent: decided by the public URL alone."""
        return self.public_url.startswith("https://")

    @property
    def origin(self) -> str:
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"


def _spelled(url: str) -> str:
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        # not its text: it may hold a password
        raise SettingsError("DATABASE_URL must begin with postgresql:// or sqlite:///")
    return url


def checked_database(url: str, environ: Mapping[str, str]) -> str:
    """A database's URL as SQLAlchemy takes it; SettingsError when it would leave this machine unprotected.

    Args:
        environ: where libpq looks for what the URL does not say (`PGHOST` …).
    """
    kept = _spelled(url)
    if kept.startswith("postgresql") and not _protected(kept, environ):
        raise SettingsError(
            "DATABASE_URL leads to another host: it needs sslmode=verify-full (with sslrootcert=FILE, or"
            " sslrootcert=system for a public certificate)"
        )
    return kept


def _protected(url: str, environ: Mapping[str, str]) -> bool:
    """Whether every host is this machine, or its certificate is checked."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise SettingsError("DATABASE_URL is no address of a database") from None

    def said(name: str, variable: str) -> list[str]:
        given = parsed.query.get(name) or environ.get(variable) or ()
        return ([given] if isinstance(given, str) else list(given)) if given else []

    hosts = [parsed.host] if parsed.host and "host" not in parsed.query else said("host", "PGHOST")
    # an address overrules the name that it stands beside; a service file may name any host
    addresses = said("hostaddr", "PGHOSTADDR")
    elsewhere = said("service", "PGSERVICE")
    named = [one for given in (*hosts, *addresses) for one in given.split(",")]
    if not elsewhere and all(_here(host) for host in named):
        return True
    return (said("sslmode", "PGSSLMODE") or ["prefer"])[-1] in ("verify-full", "verify-ca")


def _here(host: str) -> bool:
    """Whether PostgreSQL's host is a socket or loopback; `host:port` is SQLAlchemy's own spelling."""
    name = host if host.count(":") != 1 else host.partition(":")[0]
    return not name or name.startswith(("/", "@")) or _loopback(name)


def _public_url(url: str, bind: str, env: str) -> str:
    """The URL as browsers spell an origin: scheme and host in lower case, no default port."""
    given = (url or f"http://{bind}").rstrip("/")
    try:
        parts = urlsplit(given)
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = urlsplit(""), None, None
    plain = not (parts.path or parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("http", "https") or not host or not plain:
        raise SettingsError(f"GOCUA_PUBLIC_URL must be like https://gocua.example.vn, not {given!r}")
    if parts.scheme == "http":
        if env == "production":
            raise SettingsError("GOCUA_ENV=production needs GOCUA_PUBLIC_URL to begin with https://")
        if not _loopback(host):
            raise SettingsError("GOCUA_PUBLIC_URL may be http only on loopback (127.0.0.1, localhost)")
    shown = f"[{host}]" if ":" in host else host
    default = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{shown}" + ("" if port in (None, default) else f":{port}")


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _push_hosts(names: str) -> tuple[str, ...]:
    """Names of hosts, with commas between; an address or a name without a dot is none."""
    hosts = tuple(name.strip().lower() for name in names.split(",") if name.strip())
    for host in hosts:
        if not re.fullmatch(r"([a-z0-9-]+\.)+[a-z][a-z0-9-]+", host):
            raise SettingsError(f"GOCUA_PUSH_HOSTS names hosts like push.example.vn, not {host!r}")
    return hosts


def _factor_for(roles: str) -> tuple[str, ...]:
    """Roles that sign in with a password, with commas between."""
    named = tuple(role.strip() for role in roles.split(",") if role.strip())
    if not set(named) <= {"commune", "district", "admin"}:
        raise SettingsError(f"GOCUA_FACTOR_FOR names roles among admin, district and commune, not {roles!r}")
    return named


def from_environment(environ: dict[str, str] | None = None, **overrides: object) -> Settings:
    """Settings of a process; SettingsError when they contradict each other.

    Args:
        environ: variables to read, `os.environ` when None.
        overrides: fields of Settings that a test sets directly.
    """
    env_vars = os.environ if environ is None else environ
    home = Path(env_vars.get("GOCUA_HOME") or "var").absolute()
    bind = env_vars.get("GOCUA_BIND") or "127.0.0.1:8000"
    env = env_vars.get("GOCUA_ENV") or "development"
    if env not in ("development", "production"):
        raise SettingsError(f"GOCUA_ENV is development or production, not {env!r}")
    proxies = env_vars.get("GOCUA_PROXIES") or "0"
    if not proxies.isdigit():
        raise SettingsError("GOCUA_PROXIES is a number of proxy hops")
    values: dict[str, object] = {
        "home": home,
        "database_url": checked_database(env_vars.get("DATABASE_URL") or f"sqlite:///{home / 'gocua.db'}", env_vars),
        "bind": bind,
        "env": env,
        "public_url": _public_url(env_vars.get("GOCUA_PUBLIC_URL", ""), bind, env),
        "proxies": int(proxies),
        "push_hosts": _push_hosts(env_vars.get("GOCUA_PUSH_HOSTS", "")),
        "factor_for": _factor_for(env_vars.get("GOCUA_FACTOR_FOR", "")),
        "failpoint": env_vars.get("GOCUA_FAILPOINT", ""),
    }
    return Settings(**{**values, **overrides})  # type: ignore[arg-type]
