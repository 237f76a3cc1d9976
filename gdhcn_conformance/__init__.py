"""Interoperability conformance test suite for the WHO Global Digital Health Certification Network."""

__version__ = "0.1.0"
