"""Keys, X.509 certificates and their profiles."""
