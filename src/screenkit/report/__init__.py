"""Report: one view of an assessment — words and order chosen once — and its layouts."""
