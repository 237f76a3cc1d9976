"""The built-in implementation, the controls, the mutants and the conforming variants."""
