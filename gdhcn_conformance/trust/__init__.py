"""Trust lists."""
