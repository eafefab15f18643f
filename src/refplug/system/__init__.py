"""All that touches the machine, and nothing else does."""
