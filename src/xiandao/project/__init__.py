"""The roof: settings, URLs and the command line; it wires and decides nothing."""
