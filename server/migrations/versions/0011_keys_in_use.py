"""which secret a campaign's codes are made with, which VAPID key a browser subscribed with

Revision ID: 0011
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # until now each installation had one of either kind
    op.add_column('campaign', sa.Column('phone_secret', sa.Integer(), nullable=False, server_default='1'))
    op.add_column('push_subscription', sa.Column('vapid', sa.Integer(), nullable=False, server_default='1'))


def downgrade() -> None:
    op.drop_column('push_subscription', 'vapid')
    op.drop_column('campaign', 'phone_secret')
