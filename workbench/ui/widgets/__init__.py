"""Pieces that two or more pages share, and pieces of a page that is long."""
