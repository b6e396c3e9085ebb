"""A synthetic province and a year of it, told through commands."""
