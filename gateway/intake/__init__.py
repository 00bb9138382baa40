"""The ways in over the network: SMTP, LMTP and IMAP mailboxes. They keep mail by `desk.inbound.accept`."""
