"""reminders of units

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
import server.database

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reminder',
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('obligation', sa.String(length=16), nullable=False),
    sa.Column('period', sa.Date(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.String(length=16), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=True),
    sa.Column('reminded_by', server.database.Id(), nullable=True),
    sa.Column('reminded_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('campaign_id', 'id', name=op.f('pk_reminder')),
    sa.UniqueConstraint('campaign_id', 'key', name=op.f('uq_reminder_campaign_id'))
    )
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.create_index('ix_reminder_unit', ['campaign_id', 'organisation_id'], unique=False)

    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index('ix_notice_key', ['campaign_id', 'key'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index('ix_notice_key')

    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.drop_index('ix_reminder_unit')

    op.drop_table('reminder')
