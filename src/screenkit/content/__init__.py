"""YAML → models: reading, the condition grammar, cross-checks, and where content lives."""
