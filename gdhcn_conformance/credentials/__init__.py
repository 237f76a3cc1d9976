"""The certificate formats, one module a layer and one a product."""
