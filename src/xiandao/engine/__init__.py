"""计算: what every capability computes with; no domain word inside."""
