"""Two-way field tables and the interpreter that runs them in both directions."""
