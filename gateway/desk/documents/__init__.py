"""Cases, stored mail and outgoing mail as JSON documents of the contract, shared by every surface."""
