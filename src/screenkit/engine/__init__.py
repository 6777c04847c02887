"""Pure: decide a condition, score a scale, assess a person."""
