"""signals by commune, too; what each op made of records of several ops

Revision ID: 0009
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op
import server.database

revision = '0009'
down_revision = '0011'
branch_labels = None
depends_on = None


def _signal(*area: str) -> None:
    op.drop_table('signal')
    op.create_table('signal',
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    *(sa.Column(name, sa.Integer(), nullable=False) for name in area),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('person_id', server.database.Id(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('device_id', server.database.Id(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('of', sa.Integer(), nullable=False),
    sa.Column('first_at', sa.BigInteger(), nullable=False),
    sa.Column('last_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint(
        'campaign_id', *area, 'day', 'person_id', 'kind', 'device_id', name=op.f('pk_signal')
    )
    )
    op.execute("DELETE FROM signal_mark")  # the worker finds them anew


def upgrade() -> None:
    _signal('area_id')
    op.create_table('step',
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('came', sa.BigInteger(), nullable=False),
    sa.Column('record_id', server.database.Id(), nullable=False),
    sa.Column('person_id', server.database.Id(), nullable=False),
    sa.Column('was_area', sa.Integer(), nullable=True),
    sa.Column('was_organisation', sa.Integer(), nullable=True),
    sa.Column('was_outcome', sa.Integer(), nullable=True),
    sa.Column('was_assist', sa.SmallInteger(), nullable=True),
    sa.Column('began', sa.BigInteger(), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('outcome_id', sa.Integer(), nullable=True),
    sa.Column('assist', sa.SmallInteger(), nullable=True),
    sa.Column('ended', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('campaign_id', 'seq', name=op.f('pk_step')),
    sqlite_with_rowid=False
    )
    op.create_table('step_mark',
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('campaign_id', name=op.f('pk_step_mark'))
    )


def downgrade() -> None:
    op.drop_table('step_mark')
    op.drop_table('step')
    _signal()
