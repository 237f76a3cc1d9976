"""Evidence instead of an adapter: what an implementation issued, and decks of cards for an app that only a person can operate."""
