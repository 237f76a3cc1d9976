"""The steps of verification, a module a layer: each reads what earlier ones left, and adds its own or refuses."""
