"""The coordinator's overview: what presses, and the week as a whole with what is missing."""
