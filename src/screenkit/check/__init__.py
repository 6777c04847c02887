"""Pure: what is wrong with a rule set before any person meets it."""
