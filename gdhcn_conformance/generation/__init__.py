"""Drafts of certificates, and what recipes are written with."""
