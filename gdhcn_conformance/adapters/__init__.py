"""The wall between the suite and an implementation under test."""
