"""From a spelling that an author improvised to the word it stands for, or the decision to leave it alone. Pure."""
