"""Requirement, vector, outcome, reason, verdict, profile: frozen values and pure functions."""
