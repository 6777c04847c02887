"""What authors write and people answer: frozen values without behaviour beyond their own invariants."""
