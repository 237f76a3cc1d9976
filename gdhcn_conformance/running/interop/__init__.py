"""Interoperability: the certificates of every issuer on every verifier.

Each participant that issues is asked for the same persons and events, a certificate for each kind, algorithm and version of the
schema that it can be asked for. Each participant that verifies is then shown every certificate, with the issuer's signers on
its trust list; and beside each a forgery of it, so that a verifier that accepts whatever it is shown proves nothing. Nothing is
judged against a specification here: a cell says what happened.
"""
