"""Faces: methods only, no Django."""
