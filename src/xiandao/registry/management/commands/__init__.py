"""Commands of the maintenance line."""
