"""The command line: the only part that touches the terminal, the environment and the clock."""
