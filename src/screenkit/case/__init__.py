"""One person over time, as pure values: what happened, what it adds up to, and what changed."""
