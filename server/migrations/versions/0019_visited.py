"""households that were visited: of which records, how many where

Revision ID: 0019
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op
import server.database

revision = '0019'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('visited',
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('record_id', server.database.Id(), nullable=False),
    sa.Column('person_id', server.database.Id(), nullable=False),
    sa.Column('household', server.database.Id(), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('campaign_id', 'record_id', 'person_id', name=op.f('pk_visited')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_visited_household', 'visited', ['campaign_id', 'household'])
    op.create_table('visited_count',
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('households', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('campaign_id', 'area_id', 'organisation_id', name=op.f('pk_visited_count')),
    sqlite_with_rowid=False
    )
    op.create_table('visited_shared',
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('household', server.database.Id(), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint(
        'campaign_id', 'household', 'area_id', 'organisation_id', name=op.f('pk_visited_shared')
    ),
    sqlite_with_rowid=False
    )
    op.create_table('visited_mark',
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('epoch', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('campaign_id', name=op.f('pk_visited_mark'))
    )


def downgrade() -> None:
    for table in ('visited_mark', 'visited_shared', 'visited_count', 'visited'):
        op.drop_table(table)
