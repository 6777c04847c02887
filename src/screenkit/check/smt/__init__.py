"""Proofs over all answers, by a solver; nothing here is imported before a proof is asked for."""
