"""HTTP: health, metrics, and the page that ends a subscription (RFC 8058)."""
