"""The stages of the main job, in order."""
