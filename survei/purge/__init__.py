"""Deleting what is due, in pieces, and the holds that keep it."""
