"""Settings from the environment: what they come out as, and what is refused in one line."""

import pytest

from server.config import SettingsError, from_environment


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://gocua.example.vn", "https://gocua.example.vn"),
        ("https://gocua.example.vn/", "https://gocua.example.vn"),
        ("HTTPS://GoCua.example.vn:443", "https://gocua.example.vn"),
        ("https://gocua.example.vn:8443", "https://gocua.example.vn:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.2:9", "http://127.0.0.2:9"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("", "http://127.0.0.1:8000"),
    ],
)
def test_the_public_url_is_kept_as_browsers_spell_an_origin(given: str, kept: str):
    settings = from_environment({"GOCUA_PUBLIC_URL": given})
    assert settings.public_url == settings.origin == kept
    assert settings.secure == kept.startswith("https://")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("GOCUA_PUBLIC_URL", "http://gocua.example.vn"),
        ("GOCUA_PUBLIC_URL", "http://localhost.example.vn"),
        ("GOCUA_PUBLIC_URL", "ftp://gocua.example.vn"),
        ("GOCUA_PUBLIC_URL", "https://gocua.example.vn/app"),
        ("GOCUA_PUBLIC_URL", "https://gocua.example.vn#x"),
        ("GOCUA_PUBLIC_URL", "https://gocua.example.vn:port"),
        ("GOCUA_PUBLIC_URL", "gocua.example.vn"),
        ("GOCUA_ENV", "staging"),
        ("GOCUA_ENV", "production"),
        ("GOCUA_PROXIES", "many"),
        ("DATABASE_URL", "mysql://somebody:secret@host/db"),
        ("DATABASE_URL", "nonsense"),
    ],
)
def test_what_cannot_be_served_with_is_refused_in_one_line(variable: str, value: str):
    with pytest.raises(SettingsError) as refused:
        from_environment({variable: value})
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///gocua",
        "postgresql://gocua:secret@localhost/gocua",
        "postgresql://gocua@127.0.0.1:5433/gocua",
        "postgresql://gocua@[::1]/gocua",
        "postgresql://gocua@/gocua?host=/var/run/postgresql",
        "postgresql://gocua@/gocua?host=127.0.0.1,127.0.0.1&port=5432,5433",
        "postgresql://gocua@db.example.vn/gocua?sslmode=verify-full&sslrootcert=/etc/gocua/ca.crt",
        "postgresql://gocua@/gocua?host=db1,db2&port=5432,5432&sslmode=verify-full",
        "postgresql://gocua@/gocua?host=db1:5432&host=db2:5432&sslmode=verify-ca",
        "sqlite:////var/lib/gocua/gocua.db",
    ],
)
def test_a_database_on_this_machine_or_with_a_checked_certificate_is_served_with(url: str):
    assert from_environment({"DATABASE_URL": url}).database_url.endswith(url.partition("://")[2])


@pytest.mark.parametrize(
    ("url", "environ"),
    [
        ("postgresql://gocua:secret@db.example.vn/gocua", {}),
        ("postgresql://gocua@10.0.0.5/gocua", {}),
        ("postgresql://gocua@[2001:db8::5]/gocua", {}),
        ("postgresql://gocua@localhost.example.vn/gocua", {}),
        ("postgresql://gocua@db.example.vn/gocua?sslmode=prefer", {}),
        ("postgresql://gocua@db.example.vn/gocua?sslmode=require", {}),
        ("postgresql://gocua@/gocua?host=127.0.0.1,db2&port=5432,5432", {}),
        ("postgresql://gocua@/gocua?host=127.0.0.1:5432&host=db2:5432", {}),
        ("postgresql://gocua@localhost/gocua?host=db.example.vn", {}),
        ("postgresql://gocua@localhost/gocua?hostaddr=10.0.0.5", {}),
        ("postgresql:///gocua?service=elsewhere", {}),
        ("postgresql:///gocua", {"PGHOST": "db.example.vn"}),
        ("postgresql:///gocua", {"PGHOSTADDR": "10.0.0.5"}),
        ("postgresql:///gocua", {"PGSERVICE": "elsewhere"}),
        ("postgresql://gocua@db.example.vn/gocua?sslmode=disable", {"PGSSLMODE": "verify-full"}),
    ],
)
def test_a_database_elsewhere_without_a_checked_certificate_is_refused(url: str, environ: dict[str, str]):
    with pytest.raises(SettingsError) as refused:
        from_environment({"DATABASE_URL": url, **environ})
    assert "sslmode=verify-full" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_what_libpq_reads_from_the_environment_counts_too():
    environ = {"DATABASE_URL": "postgresql:///gocua", "PGHOST": "db.example.vn", "PGSSLMODE": "verify-full"}
    assert from_environment(environ).database_url == "postgresql+psycopg:///gocua"
