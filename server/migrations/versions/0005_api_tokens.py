"""tokens of programs

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
import server.database

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('api_token',
    sa.Column('id', server.database.Id(), nullable=False),
    sa.Column('key_hash', sa.BINARY().with_variant(sa.LargeBinary(), 'postgresql').with_variant(sa.BLOB(), 'sqlite'), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('rights', sa.String(length=64), nullable=False),
    sa.Column('created_by', server.database.Id(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=False),
    sa.Column('used_at', sa.BigInteger(), nullable=True),
    sa.Column('revoked_by', server.database.Id(), nullable=True),
    sa.Column('revoked_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_api_token_campaign_id_campaign')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_token')),
    sa.UniqueConstraint('key_hash', name=op.f('uq_api_token_key_hash'))
    )
    with op.batch_alter_table('api_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_api_token_campaign_id'), ['campaign_id'], unique=False)


def downgrade() -> None:
    op.drop_table('api_token')
