"""What an issuer issued, taken apart and held against the requirements on issuers: one small function a requirement."""
