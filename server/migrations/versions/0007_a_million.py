"""records by place and day, those that stand apart, those of several ops; signals that are kept

Revision ID: 0007
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op
import server.database

revision = '0007'
down_revision = '0008'
branch_labels = None
depends_on = None

_APART = sa.text("(bits & 2) = 0")
_SEVERAL = sa.text("(bits & 32) <> 0")


def upgrade() -> None:
    op.create_index('ix_record_area', 'record', ['campaign_id', 'area_id', 'day'])
    op.create_index(
        'ix_record_apart', 'record', ['campaign_id', 'seq'], sqlite_where=_APART, postgresql_where=_APART
    )
    op.create_table('signal',
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('person_id', server.database.Id(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('device_id', server.database.Id(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('of', sa.Integer(), nullable=False),
    sa.Column('first_at', sa.BigInteger(), nullable=False),
    sa.Column('last_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('campaign_id', 'day', 'person_id', 'kind', 'device_id', name=op.f('pk_signal'))
    )
    op.create_table('signal_mark',
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('campaign_id', name=op.f('pk_signal_mark'))
    )
    op.execute(
        "UPDATE record SET bits = bits | 32 WHERE (campaign_id, record_id, person_id) IN ("
        "SELECT campaign_id, record_id, owner_id FROM op GROUP BY campaign_id, record_id, owner_id HAVING count(*) > 1)"
    )
    op.create_index(
        'ix_record_several', 'record', ['campaign_id', 'seq'], sqlite_where=_SEVERAL, postgresql_where=_SEVERAL
    )


def downgrade() -> None:
    op.drop_index('ix_record_several', 'record')
    op.execute("UPDATE record SET bits = bits & ~32")
    op.drop_table('signal_mark')
    op.drop_table('signal')
    op.drop_index('ix_record_apart', 'record')
    op.drop_index('ix_record_area', 'record')
