"""The ways in: SMTP and LMTP, and IMAP mailboxes. All of them only call `desk.accept`."""
