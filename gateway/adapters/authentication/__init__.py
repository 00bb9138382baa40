"""Our own proof of a sender: SPF, DKIM, DMARC and ARC over DNS."""
