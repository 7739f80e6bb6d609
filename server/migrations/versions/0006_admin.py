"""the trail by act, person and object; what the worker does; no replacing of lines

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from server.people.models import AUDIT_REPLACE_GUARD

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('job',
    sa.Column('name', sa.String(length=32), nullable=False),
    sa.Column('ran_at', sa.BigInteger(), nullable=False),
    sa.Column('took_ms', sa.Integer(), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('failed_at', sa.BigInteger(), nullable=True),
    sa.Column('error', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_job'))
    )
    # plain indexes, never in batch mode: that makes the table anew and drops the triggers that guard it
    op.create_index('ix_audit_act', 'audit', ['act', 'id'], unique=False)
    op.create_index('ix_audit_actor', 'audit', ['actor_id', 'id'], unique=False)
    op.create_index('ix_audit_subject', 'audit', ['subject', 'id'], unique=False)
    op.create_index('ix_audit_at', 'audit', ['at'], unique=False)
    if op.get_bind().dialect.name == 'sqlite':
        op.execute(AUDIT_REPLACE_GUARD)


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        op.execute('DROP TRIGGER IF EXISTS audit_no_replace')
    for name in ('ix_audit_at', 'ix_audit_subject', 'ix_audit_actor', 'ix_audit_act'):
        op.drop_index(name, table_name='audit')
    op.drop_table('job')
