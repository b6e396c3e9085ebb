"""Questions: they return QuerySets or frozen values and never write."""
