"""The pivot: vocalized script, and the sounds that it is read as, before any scheme has a say. Pure."""
