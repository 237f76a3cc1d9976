"""An answer sheet as a subject: what a person wrote down of an app that was shown a deck of cards."""
