"""Cases on disk: encrypted, append-only, and chained, so that nothing is lost or altered unseen."""
