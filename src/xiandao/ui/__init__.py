"""What every page shares; no domain word inside."""
