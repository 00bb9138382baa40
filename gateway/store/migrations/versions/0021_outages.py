"""Outages, what was said of them, and who asked to hear of them"""

import sqlalchemy as sa
from alembic import op

from gateway.store.sql.types import CleanText, UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TELLING, LINKED = sa.text("telling_since IS NOT NULL"), sa.text("outage IS NOT NULL")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_outages()
    _create_subscriptions()
    op.create_index("ix_ticket_outage", "ticket", ["outage", "id"], sqlite_where=LINKED, postgresql_where=LINKED)


def _create_outages() -> None:
    op.create_table(
        "outage",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("title", CleanText(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=True),
        sa.Column("strategies", sa.JSON(), nullable=True),
        sa.Column("apps", sa.JSON(), nullable=True),
        sa.Column("text", CleanText(), nullable=False),
        sa.Column("updates", sa.Integer(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("telling_since", UtcDateTime(), nullable=True),
        sa.Column("telling_phase", sa.Integer(), nullable=False),
        sa.Column("telling_after", CleanText(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outage_state", "outage", ["state"])
    op.create_index("ix_outage_telling", "outage", ["telling_since"], sqlite_where=TELLING, postgresql_where=TELLING)
    op.create_table(
        "outage_update",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("outage_id", ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("text", CleanText(), nullable=False),
        sa.Column("actor", CleanText(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outage_update", "outage_update", ["outage_id", "id"])


def _create_subscriptions() -> None:
    op.create_table(
        "subscription",
        sa.Column("address", CleanText(), primary_key=True),
        sa.Column("topic", sa.String(40), primary_key=True),
        sa.Column("token", CleanText(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
    )
    op.create_index("ix_subscription_topic", "subscription", ["topic", "address"])


def downgrade() -> None:
    op.drop_index("ix_ticket_outage", "ticket")
    for name in ("subscription", "outage_update", "outage"):
        op.drop_table(name)
