"""Is this the same work? Evidence, vetoes, a calibrated answer. Pure."""
