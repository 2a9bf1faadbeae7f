"""What the pages and checks of certificates read together."""
