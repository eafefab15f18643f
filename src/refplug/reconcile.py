"""Read, then propose: ranks claims into a change set. Pure."""
