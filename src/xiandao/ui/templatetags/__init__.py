"""Template vocabulary shared by every page."""
