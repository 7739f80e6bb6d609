"""second factors of sign-in, what is offered until it is confirmed, recovery codes

Revision ID: 0023
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op
import server.database

revision = '0023'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('second_factor',
    sa.Column('person_id', server.database.Id(), nullable=False),
    sa.Column('key', sa.Integer(), nullable=False),
    sa.Column('sealed', server.database.Bytes, nullable=False),
    sa.Column('since', sa.BigInteger(), nullable=False),
    sa.Column('last_step', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_second_factor_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_second_factor')),
    sqlite_with_rowid=False
    )
    op.create_table('factor_offer',
    sa.Column('person_id', server.database.Id(), nullable=False),
    sa.Column('key', sa.Integer(), nullable=False),
    sa.Column('sealed', server.database.Bytes, nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_factor_offer_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_factor_offer')),
    sqlite_with_rowid=False
    )
    op.create_table('recovery_code',
    sa.Column('person_id', server.database.Id(), nullable=False),
    sa.Column('code_hash', server.database.Bytes, nullable=False),
    sa.Column('used_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_recovery_code_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', 'code_hash', name=op.f('pk_recovery_code')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    for table in ('recovery_code', 'factor_offer', 'second_factor'):
        op.drop_table(table)
