"""The command line: the only place that prints and exits; one file a command."""
