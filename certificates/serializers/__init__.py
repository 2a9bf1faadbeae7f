"""What the APIs of certificates take and answer."""
