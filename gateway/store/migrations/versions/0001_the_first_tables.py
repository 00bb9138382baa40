"""The first tables"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import gateway.store.sql.types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "counter",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("bucket", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "bucket"),
    )
    op.create_table(
        "directory_app",
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("organization", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("strategy", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("environments", sa.JSON(), nullable=True),
        sa.Column("technical_contacts", sa.JSON(), nullable=True),
        sa.Column("alert_receivers", sa.JSON(), nullable=True),
        sa.Column("members", sa.JSON(), nullable=True),
        sa.Column("delivered", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code"),
    )
    with op.batch_alter_table("directory_app", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_directory_app_organization"), ["organization"], unique=False)

    op.create_table(
        "directory_calendar",
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("timezone", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("hours", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("holidays", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "directory_contact",
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("organization", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("has_account", sa.Boolean(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=True),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("bounce_state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("email"),
    )
    with op.batch_alter_table("directory_contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_directory_contact_organization"), ["organization"], unique=False)

    op.create_table(
        "directory_contract",
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("organization", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("extended_support", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    with op.batch_alter_table("directory_contract", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_directory_contract_organization"), ["organization"], unique=False)

    op.create_table(
        "directory_domain",
        sa.Column("domain", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("organization", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("domain", "organization"),
    )
    op.create_table(
        "directory_license",
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("app", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=False),
        sa.Column("renewal_url", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("snooze_until", sa.Date(), nullable=True),
        sa.Column("notify", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("reacted", sa.Boolean(), nullable=False),
        sa.Column("timer_due", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    with op.batch_alter_table("directory_license", schema=None) as batch_op:
        batch_op.create_index("ix_license_expires", ["expires"], unique=False)
        batch_op.create_index("ix_license_timer", ["timer_due"], unique=False)

    op.create_table(
        "directory_organization",
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("domains", sa.JSON(), nullable=True),
        sa.Column("region", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("timezone", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("csm", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("account_executive", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("partner_manager", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("partner_of", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "directory_region",
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("calendar", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("manager", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("deputy", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("phones", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "directory_release",
        sa.Column("major", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ga", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("major"),
    )
    op.create_table(
        "directory_staff",
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=True),
        sa.Column("regions", sa.JSON(), nullable=True),
        sa.Column("away", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("email"),
    )
    op.create_table(
        "directory_subscription",
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=True),
        sa.Column("regions", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("address"),
    )
    op.create_table(
        "escalation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("requested_by", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("on_behalf_of", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("reason_code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reason", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("business_impact", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("production_impact", sa.Boolean(), nullable=False),
        sa.Column("early", sa.Boolean(), nullable=False),
        sa.Column("manager", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("manager_due", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("next_update_due", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("cadence", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("action_plan", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("outage", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("close_reason", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("created", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.create_index("ix_escalation_due", ["state", "manager_due"], unique=False)
        batch_op.create_index("ix_escalation_ticket", ["ticket_id"], unique=False)

    op.create_table(
        "escalation_draft",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sender", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=True),
        sa.Column("rejection", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("expires", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("escalation_draft", schema=None) as batch_op:
        batch_op.create_index("ix_draft_expires", ["state", "expires"], unique=False)
        batch_op.create_index("ix_draft_rejection", ["rejection"], unique=False)

    op.create_table(
        "imap_state",
        sa.Column("mailbox", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("last_uid", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("mailbox"),
    )
    op.create_table(
        "imap_taken",
        sa.Column("mailbox", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("mail_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", "uidvalidity", "uid"),
    )
    op.create_table(
        "mail",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("envelope_from", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("envelope_to", sa.JSON(), nullable=True),
        sa.Column("peer", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("helo", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("received_at", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("message_id", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("text_sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("roles", sa.JSON(), nullable=True),
        sa.Column("subject", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("nature", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("sender_address", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("sender_organization", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("sender_staff", sa.Boolean(), nullable=False),
        sa.Column("sender_proof", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("sender_evidence", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("decision", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("rule", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("why", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("missing", sa.JSON(), nullable=True),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("escalation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("settled_at", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("trace", gateway.store.sql.types.CleanText(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index("ix_mail_message_id", ["message_id"], unique=False)
        batch_op.create_index("ix_mail_sender", ["sender_address", "received_at"], unique=False)
        batch_op.create_index("ix_mail_ticket", ["ticket_id"], unique=False)
        batch_op.create_index("ix_mail_waiting", ["state", "id"], unique=False)

    op.create_table(
        "meta",
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("value", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("author", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("visibility", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("via", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("text", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("mail_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("attachments", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index("ix_note_ticket", ["ticket_id", "id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("term", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("milestone", sa.Integer(), nullable=False),
        sa.Column("fired", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "subject", "term", "milestone", name="uq_notice"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "outgoing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("mail_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("escalation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("subject_ref", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("template", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("audience", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("governed_address", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("envelope_from", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("message_id", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("in_reply_to", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("headers", sa.JSON(), nullable=True),
        sa.Column("text", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("html", sa.Boolean(), nullable=False),
        sa.Column("subject", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reason", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("next_attempt", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("lease_until", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("sent_at", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("outgoing", schema=None) as batch_op:
        batch_op.create_index("ix_outgoing_due", ["state", "next_attempt"], unique=False)
        batch_op.create_index("ix_outgoing_governed", ["governed_address", "created"], unique=False)
        batch_op.create_index("ix_outgoing_mail", ["mail_id"], unique=False)
        batch_op.create_index("ix_outgoing_message_id", ["message_id"], unique=False)
        batch_op.create_index("ix_outgoing_ticket", ["ticket_id"], unique=False)

    op.create_table(
        "participant",
        sa.Column(
            "ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("address", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", "address"),
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index("ix_participant_address", ["address"], unique=False)

    op.create_table(
        "quarantine",
        sa.Column("mail_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("cause", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("detail", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("since", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("owner", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("decided_by", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("decided_at", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("mail_id"),
    )
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.create_index("ix_quarantine_state", ["state", "mail_id"], unique=False)
        batch_op.create_index("ix_quarantine_ticket", ["ticket_id"], unique=False)

    op.create_table(
        "ticket",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("subject", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("triage", sa.Boolean(), nullable=False),
        sa.Column("type", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("subtype", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("priority", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("impact", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("urgency", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("organization", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("requester", gateway.store.sql.types.CleanText(), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("assignee", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("app", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("environment", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("component", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("business_impact", gateway.store.sql.types.CleanText(), nullable=True),
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("contract", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("escalated", sa.Boolean(), nullable=False),
        sa.Column("phone_call_required", sa.Boolean(), nullable=False),
        sa.Column("outage", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("merged_into", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("follow_up_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("resolution_code", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("received_at", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("first_response_due", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("first_response_at", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("resolution_due", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("resolution_left", sa.Integer(), nullable=True),
        sa.Column("solved_at", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", gateway.store.sql.types.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.create_index("ix_ticket_organization", ["organization"], unique=False)
        batch_op.create_index("ix_ticket_requester", ["requester"], unique=False)
        batch_op.create_index("ix_ticket_state", ["state", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index("ix_ticket_state")
        batch_op.drop_index("ix_ticket_requester")
        batch_op.drop_index("ix_ticket_organization")

    op.drop_table("ticket")
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.drop_index("ix_quarantine_ticket")
        batch_op.drop_index("ix_quarantine_state")

    op.drop_table("quarantine")
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_index("ix_participant_address")

    op.drop_table("participant")
    with op.batch_alter_table("outgoing", schema=None) as batch_op:
        batch_op.drop_index("ix_outgoing_ticket")
        batch_op.drop_index("ix_outgoing_message_id")
        batch_op.drop_index("ix_outgoing_mail")
        batch_op.drop_index("ix_outgoing_governed")
        batch_op.drop_index("ix_outgoing_due")

    op.drop_table("outgoing")
    op.drop_table("notice")
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index("ix_note_ticket")

    op.drop_table("note")
    op.drop_table("meta")
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_index("ix_mail_waiting")
        batch_op.drop_index("ix_mail_ticket")
        batch_op.drop_index("ix_mail_sender")
        batch_op.drop_index("ix_mail_message_id")

    op.drop_table("mail")
    op.drop_table("imap_taken")
    op.drop_table("imap_state")
    with op.batch_alter_table("escalation_draft", schema=None) as batch_op:
        batch_op.drop_index("ix_draft_rejection")
        batch_op.drop_index("ix_draft_expires")

    op.drop_table("escalation_draft")
    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.drop_index("ix_escalation_ticket")
        batch_op.drop_index("ix_escalation_due")

    op.drop_table("escalation")
    op.drop_table("directory_subscription")
    op.drop_table("directory_staff")
    op.drop_table("directory_release")
    op.drop_table("directory_region")
    op.drop_table("directory_organization")
    with op.batch_alter_table("directory_license", schema=None) as batch_op:
        batch_op.drop_index("ix_license_timer")
        batch_op.drop_index("ix_license_expires")

    op.drop_table("directory_license")
    op.drop_table("directory_domain")
    with op.batch_alter_table("directory_contract", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_directory_contract_organization"))

    op.drop_table("directory_contract")
    with op.batch_alter_table("directory_contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_directory_contact_organization"))

    op.drop_table("directory_contact")
    op.drop_table("directory_calendar")
    with op.batch_alter_table("directory_app", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_directory_app_organization"))

    op.drop_table("directory_app")
    op.drop_table("counter")
    op.drop_table("blob")
