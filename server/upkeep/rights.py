"""PostgreSQL rights of the role that serves: it reads and writes rows, adds to the trail, and changes nothing else.

Tables belong to another role, which alone runs migrations and restores. So whoever gets hold of the serving role's
connection can neither change nor delete a line of `audit` nor take its triggers off. Promises: whoever had these rights
before a migration or a restore has them afterwards.
"""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.engine import Connection

from server.config import SettingsError
from server.database import writer_engine

_ROLE = "SELECT rolsuper OR pg_has_role(rolname, current_user, 'MEMBER') FROM pg_roles WHERE rolname = :role"
_OWNED = "SELECT pg_get_userbyid(relowner) = current_user FROM pg_class WHERE oid = to_regclass('public.audit')"
_SERVING = """
    SELECT DISTINCT pg_get_userbyid(given.grantee)
    FROM pg_class held, aclexplode(held.relacl) given
    WHERE held.oid = to_regclass(:trail) AND given.privilege_type = 'INSERT'
        AND given.grantee NOT IN (held.relowner, 0)
    ORDER BY 1
"""


def grant(role: str) -> None:
    """Lets a role serve; SettingsError when it could do more all the same, or when this role may not grant it."""
    engine = writer_engine()
    if engine.dialect.name != "postgresql":
        raise SettingsError("on SQLite whoever can write the file can write all of it; rights are PostgreSQL's")
    with engine.begin() as connection:
        if not connection.execute(text(_OWNED)).scalar():
            raise SettingsError("DATABASE_URL has to name the role that owns the tables; has it run `gocua init`?")
        mighty = connection.execute(text(_ROLE), {"role": role}).scalar()
        if mighty is None:
            raise SettingsError(f"there is no role {role}; deploy/postgresql/roles.sql makes it")
        if mighty:
            raise SettingsError(f"{role} is a superuser, owns the tables or is a member of their owner")
        _give(connection, role)


def serving(connection: Connection, schema: str = "public") -> Sequence[str]:
    """Roles besides the owner that may add to the trail of a schema; none on SQLite."""
    if connection.dialect.name != "postgresql":
        return ()
    return connection.execute(text(_SERVING), {"trail": f'"{schema}".audit'}).scalars().all()


def give_again(connection: Connection, roles: Sequence[str]) -> None:
    """Gives the rights to tables that are new to these roles."""
    for role in roles:
        _give(connection, role)


def _give(connection: Connection, role: str) -> None:
    quoted = connection.dialect.identifier_preparer.quote_identifier(role)
    for statement in (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {quoted}",
        f"GRANT USAGE ON SCHEMA public TO {quoted}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}",
        f"REVOKE UPDATE, DELETE ON audit FROM {quoted}",
        f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {quoted}",
    ):
        connection.execute(text(statement))
