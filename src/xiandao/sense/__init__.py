"""感知: emerging and disruptive technology, seen early and honestly; pure methods only."""
