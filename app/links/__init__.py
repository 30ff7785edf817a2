"""Pasted text to targets, and targets to links into the wikis' own forms. Knows no clock, no network and no store."""

from app.links.addresses import short_link_code
from app.links.parser import parse, understand, wikis_mentioned

__all__ = ["parse", "short_link_code", "understand", "wikis_mentioned"]
