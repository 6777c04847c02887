"""Batch: a table of people, one assessment a row, and every row accounted for."""
