"""spot checks

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
import server.database

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('spot_check',
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('id', server.database.Id(), nullable=False),
    sa.Column('draw', server.database.Id(), nullable=False),
    sa.Column('record_id', server.database.Id(), nullable=False),
    sa.Column('person_id', server.database.Id(), nullable=False),
    sa.Column('drawn_by', server.database.Id(), nullable=False),
    sa.Column('drawn_at', sa.BigInteger(), nullable=False),
    sa.Column('result', sa.String(length=16), nullable=True),
    sa.Column('word', sa.String(length=280), nullable=True),
    sa.Column('checked_by', server.database.Id(), nullable=True),
    sa.Column('checked_at', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('campaign_id', 'id', name=op.f('pk_spot_check'))
    )
    with op.batch_alter_table('spot_check', schema=None) as batch_op:
        batch_op.create_index('ix_spot_check_draw', ['campaign_id', 'draw'], unique=False)
        batch_op.create_index('ix_spot_check_record', ['campaign_id', 'record_id', 'person_id'], unique=True)


def downgrade() -> None:
    op.drop_table('spot_check')
