"""Pure methods of the catalogue."""
