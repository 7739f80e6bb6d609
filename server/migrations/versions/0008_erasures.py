"""erasures

Revision ID: 0008
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op
import server.database

revision = '0008'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('erasure',
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('id', server.database.Id(), nullable=False),
    sa.Column('code', sa.BINARY().with_variant(sa.LargeBinary(), 'postgresql').with_variant(sa.BLOB(), 'sqlite'), nullable=False),
    sa.Column('reason', sa.String(length=280), nullable=False),
    sa.Column('asked_by', server.database.Id(), nullable=True),
    sa.Column('asked_at', sa.BigInteger(), nullable=False),
    sa.Column('granted', sa.Boolean(), nullable=True),
    sa.Column('decided_by', server.database.Id(), nullable=True),
    sa.Column('decided_at', sa.BigInteger(), nullable=True),
    sa.Column('ops', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('campaign_id', 'id', name=op.f('pk_erasure'))
    )


def downgrade() -> None:
    op.drop_table('erasure')
