"""Pictures that came within texts"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import gateway.store.sql.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("organization", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("first_mail", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("organization", "sha256"),
    )


def downgrade() -> None:
    op.drop_table("picture")
