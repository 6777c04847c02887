"""An interview led from its first screen to its last: show, ask, keep, and stop for an alert."""
