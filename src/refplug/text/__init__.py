"""What is done to characters: Unicode, edits, repair, sections, names. Pure."""
