"""Interview: what comes next (pure), and how it is asked at a terminal."""
