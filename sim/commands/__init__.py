"""One file a command; each has ``command(options) -> int | None``."""
