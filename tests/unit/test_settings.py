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
