"""signals are found by person: the worker takes somebody's away before it keeps those that it found anew

Revision ID: 0024
Revises: 0023
"""

from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_signal_person', 'signal', ['campaign_id', 'person_id', 'day'])


def downgrade() -> None:
    op.drop_index('ix_signal_person', 'signal')
