"""Organisers and people in the admin. Importing this package registers everything."""

from organisers.admin import organisers, people, texts

__all__ = ["organisers", "people", "texts"]
