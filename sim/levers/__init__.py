"""Policy levers, one a file; each acts through declared channels only and is off by default."""
