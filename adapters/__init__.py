"""What a domain is on disk, and which domains are installed."""
