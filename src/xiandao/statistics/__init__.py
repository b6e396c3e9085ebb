"""统计: forms, checks, estimation, observations and disclosure control; pure methods only."""
