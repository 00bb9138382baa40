"""Replies to commands and connections (RFC 5321 section 4.2, RFC 3463). They say nothing about the inside."""

from gateway.errors import TryAgain

FAILED = TryAgain.reply
EARLY = "554 5.5.0 You spoke before our greeting"
ENDLESS = "500 5.5.2 Line too long"
NOT_ASCII = "500 5.5.2 Commands are ASCII"
NO_ADDRESS_BEYOND_ASCII = "553 5.6.7 Addresses beyond ASCII are not supported"
BAD_LINE = "521 5.5.2 Lines end in CR LF"
CONTROL = "501 5.5.2 A command has no control characters"
UNKNOWN_COMMAND = "500 5.5.1 Unknown command"
TLS_FIRST = "530 5.7.0 Must issue a STARTTLS command first"
TOO_MANY_ERRORS = "421 4.7.0 Too many errors"
TOO_SLOW = "421 4.4.2 Too slow, closing the connection"
STOPPING = "421 4.3.2 We are being restarted, please try again"
