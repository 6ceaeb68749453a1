"""What the coordinator keeps: weeks, words, places, material and leave to be late."""
