"""ops and records lie on SQLite in the order in which they came, no longer in that of their keys

A phone's ops are minutes to days old: put in by their ids, each went to a page of its own.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

_BY_KEY = ' WITHOUT ROWID'


def upgrade() -> None:
    for table in ('op', 'record'):
        _make_anew(table, lambda made: made.removesuffix(_BY_KEY))


def downgrade() -> None:
    for table in ('op', 'record'):
        _make_anew(table, lambda made: made + _BY_KEY)


def _make_anew(table, spelled) -> None:
    connection = op.get_bind()
    if connection.dialect.name != 'sqlite':
        return
    rows = connection.execute(
        sa.text("SELECT type, name, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL"),
        {'table': table},
    ).all()
    made = next(sql for kind, _, sql in rows if kind == 'table')
    indexes = {name: sql for kind, name, sql in rows if kind == 'index'}
    for name in indexes:
        op.drop_index(name, table)
    op.rename_table(table, f'{table}_before')
    connection.exec_driver_sql(spelled(made.rstrip()))
    connection.exec_driver_sql(f'INSERT INTO "{table}" SELECT * FROM {table}_before')
    op.drop_table(f'{table}_before')
    for sql in indexes.values():
        connection.exec_driver_sql(sql)
