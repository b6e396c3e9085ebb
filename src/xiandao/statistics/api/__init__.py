"""The statistics part of the programming interface."""
